"""What must be true of every page, in whatever state it is (spec: ux, 2.4 and 9)."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.web.tree import Element
from web.security import CONTENT_POLICY

TITLE = re.compile(r"(Error: )?\S.* – Use of force records – Northshire Police")
UNLABELLED = ("hidden", "submit", "button")
NEVER_EMPTY = frozenset(
    [
        "a",
        "button",
        "caption",
        "dd",
        "dt",
        "fieldset",
        "h1",
        "h2",
        "h3",
        "h4",
        "label",
        "legend",
        "li",
        "ol",
        "option",
        "p",
        "strong",
        "summary",
        "table",
        "th",
        "title",
        "ul",
        "form",
        "dl",
    ]
)
"""An empty one of these is read out, or takes room, and says nothing."""
LIVE = "role"
"""A live region waits to be filled by script."""


def faults(root: Element, headers: dict[str, str]) -> list[str]:
    """Everything wrong with a page, in sentences."""
    found: list[str] = []
    for check in (_frame, _ids, _controls, _nothing_inline, _nothing_empty, _errors, _structure):
        found += check(root)
    if headers.get("Content-Security-Policy") != CONTENT_POLICY:
        found.append("the content policy is not sent")
    if headers.get("Cache-Control") != "no-store":
        found.append("a shared computer may keep the page")
    return found


def _frame(root: Element) -> Iterator[str]:
    pages = root.all("html")
    if [one.get("lang") for one in pages] != ["en"]:
        yield "the page does not say that it is English"
    # A drawing within the page has a title of its own.
    titles = [one for one in root.all("title") if not one.inside("svg")]
    if len(titles) != 1 or not TITLE.fullmatch(titles[0].text):
        yield f"the title is {[one.text for one in titles]}"
    headings = root.all("h1")
    if len(headings) != 1:
        yield f"there are {len(headings)} h1"
    if len(root.all("main")) != 1:
        yield "there is not one main part"
    if headings and headings[0].inside("main") is None:
        yield "the heading is outside the main part"


def _ids(root: Element) -> Iterator[str]:
    counted = Counter(one.get("id") for one in root.walk() if one.has("id"))
    yield from (
        f"id {name!r} stands {number} times" for name, number in counted.items() if number > 1
    )
    if "" in counted:
        yield "an id is empty"
    for one in root.walk():
        for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
            for target in one.get(name).split():
                if target not in counted:
                    yield f"{name} of <{one.tag}> names {target!r}, which is not there"
        if (
            one.tag == "a"
            and one.get("href").startswith("#")
            and one.get("href")[1:] not in counted
        ):
            yield f"a link goes to {one.get('href')!r}, which is not there"


def _controls(root: Element) -> Iterator[str]:
    labelled = {one.get("for") for one in root.all("label")}
    for one in root.all("input", "select", "textarea"):
        if one.has("placeholder"):
            yield f"{one.get('name')} has a placeholder"
        if one.get("type") in UNLABELLED:
            continue
        if one.get("id") not in labelled and not one.has("aria-labelledby"):
            yield f"{one.get('name')} has no label"
        if one.get("type") == "radio" and not _is_grouped(one):
            yield f"the radios of {one.get('name')} have no legend"
    for field in root.all("fieldset"):
        if not field.children or field.children[0].tag != "legend":
            yield "a fieldset does not begin with its legend"


def _is_grouped(control: Element) -> bool:
    around = control.inside("fieldset")
    return around is not None and bool(around.all("legend"))


def _nothing_inline(root: Element) -> Iterator[str]:
    for one in root.walk():
        if one.tag == "style" or one.has("style"):
            yield f"<{one.tag}> has a style in the page"
        if one.tag == "script" and (not one.has("src") or one.text):
            yield "a script stands in the page"
        handlers = [name for name in one.attributes if name.startswith("on")]
        if handlers or one.get("href").startswith("javascript:"):
            yield f"<{one.tag}> has script in it: {handlers}"


def _nothing_empty(root: Element) -> Iterator[str]:
    for one in root.walk():
        says = one.text or one.all("input", "select", "textarea", "img", "svg")
        if one.tag in NEVER_EMPTY and not says and not one.has(LIVE):
            yield f"<{one.tag} class={one.get('class')!r}> is empty"
        if "govuk-tag" in one.classes and not one.text:
            yield "a tag is empty"


def _errors(root: Element) -> Iterator[str]:
    titles = root.all("title")
    summaries = root.with_class("govuk-error-summary")
    said = bool(titles) and titles[0].text.startswith("Error: ")
    if said != bool(summaries):
        yield "the title and the error summary disagree"
    for summary in summaries:
        if not summary.all("li"):
            yield "the error summary lists nothing"
        yield from _told(root, summary)
    for message in root.with_class("govuk-error-message"):
        if not summaries:
            yield f"no summary lists {message.text!r}"


def _told(root: Element, summary: Element) -> Iterator[str]:
    """Problems stand in the order of their fields, and say what to do without a full stop."""
    places = {one.get("id"): number for number, one in enumerate(root.walk()) if one.has("id")}
    links = summary.all("a")
    targets = [places.get(link.get("href")[1:], 0) for link in links]
    if targets != sorted(targets):
        yield f"problems are told in another order than their fields: {[one.text for one in links]}"
    yield from (f"{one.text!r} ends with a full stop" for one in links if one.text.endswith("."))


def _structure(root: Element) -> Iterator[str]:
    levels = [int(one.tag[1]) for one in root.all("h1", "h2", "h3", "h4", "h5", "h6")]
    before = 0
    for level in levels:
        if level > before + 1 and before:
            yield f"a heading of level {level} follows one of level {before}"
        before = level
    for table in root.all("table"):
        if not table.all("caption") or not table.all("th"):
            yield "a table has no caption or no headers"
    for item in root.all("li"):
        if item.parent is None or item.parent.tag not in ("ul", "ol"):
            yield "a list item stands outside a list"
