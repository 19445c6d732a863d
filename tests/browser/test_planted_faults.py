"""The checks themselves: a sound page has no finding, and each of 16 planted faults has one.

Spec: ux, section 9, which lists the faults and says which of them axe does not see.
"""

import pytest
from playwright.sync_api import Browser

from tests.browser.checks import faults
from tests.browser.windows import DESK

SOUND = """<!DOCTYPE html><html lang="en"><head><title>Error: Incident</title><style>
body { font: 19px Arial; color: #0b0c0c; background: #fff } a { color: #1a65a6 }
input { width: 40px; height: 40px } button { min-width: 44px; min-height: 44px }
#pale { color: #aaa } button:focus, input:focus, a:focus { outline: 3px solid #0b0c0c }
</style></head><body><main>
<div role="alert"><h2>There is a problem</h2><a href="#age">Enter an age</a></div>
<h1>Incident</h1><h2>The person</h2>
<label for="age">Age</label><p class="error-message" id="age-error">Enter an age</p>
<input id="age" aria-describedby="age-error">
<fieldset><legend>Injured?</legend>
<input type="radio" name="injured" id="yes"><label for="yes">Yes</label>
<input type="radio" name="injured" id="no"><label for="no">No</label></fieldset>
<table><caption>Records</caption><tr><th scope="col">Record</th></tr><tr><td>1</td></tr></table>
<p class="grave">Grave. <span class="tag">Late</span></p>
<div class="pair"><button>Up</button> <button>Down</button></div>
<svg role="img" aria-label="Records by month" width="9" height="9"></svg>
<button>Save</button></main></body></html>"""

PLANTED = {
    "label removed": ('<label for="age">Age</label>', "", "label:"),
    "low contrast": ('class="grave"', 'class="grave" id="pale"', "color-contrast"),
    "no page language": (' lang="en"', "", "html-has-lang"),
    "small crowded targets": (
        "min-width: 44px; min-height: 44px",
        "font: 6px Arial; padding: 0; margin: 0; border: 0",
        "target-size",
    ),
    "heading level skipped": ("<h2>The person</h2>", "<h4>The person</h4>", "heading-order"),
    "chart without a name": (' aria-label="Records by month"', "", "svg-img-alt"),
    "radio group without a legend": ("<legend>Injured?</legend>", "", "choices without a legend"),
    "error link to nothing": ('href="#age"', 'href="#aged"', "link to nothing"),
    "title without Error": ("<title>Error: Incident", "<title>Incident", "title does not say so"),
    "error text not tied to its control": (' aria-describedby="age-error"', "", "not tied"),
    "table without headers": (
        '<th scope="col">Record</th>',
        "<td>Record</td>",
        "table without headers",
    ),
    "no visible focus": (
        "button:focus, input:focus, a:focus { outline: 3px solid #0b0c0c }",
        "*:focus { outline: none }",
        "no visible focus",
    ),
    "empty tag": ('<span class="tag">Late</span>', '<span class="tag"></span>', "empty"),
    "overflow at 320": (
        "<h1>Incident</h1>",
        '<h1>Incident</h1><img alt="" src="data:," width="600" height="9">',
        "scrolls sideways",
    ),
    "div as a button": ("<button>Save</button>", '<div class="button">Save</div>', "not a button"),
    "placeholder as label": ('<input id="age"', '<input id="age" placeholder="Age"', "placeholder"),
}
"""What is planted: the text it replaces, what it is replaced by, and what is said of it."""


def findings(browser: Browser, html: str) -> list[str]:
    page = browser.new_page()
    page.set_content(html)
    try:
        found = faults(page, (DESK,))
    finally:
        page.close()
    # The page is small enough to be styled in itself.
    return [one for one in found if "inline style" not in one]


def test_a_sound_page_has_no_finding(browser: Browser) -> None:
    assert findings(browser, SOUND) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(browser: Browser, fault: str) -> None:
    before, after, said = PLANTED[fault]
    assert SOUND.count(before) == 1
    html = SOUND.replace(before, after)

    assert any(said in one for one in findings(browser, html))
