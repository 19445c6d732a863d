"""The Jinja components render what GOV.UK Frontend of the same release says (spec: ux, 2.1)."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape

import web
from tests.web.tree import Element, parse
from web.maintenance.vendor import RELEASE, TARGET, digest

FIXTURES = Path(__file__).parents[1] / "data" / f"govuk-frontend-{RELEASE}-fixtures.json.gz"
COMPONENTS: dict[str, list[dict[str, Any]]] = json.loads(gzip.decompress(FIXTURES.read_bytes()))
CASES = [
    pytest.param(component, fixture, id=f"{component}: {fixture['name']}")
    for component, fixtures in COMPONENTS.items()
    for fixture in fixtures
]


@pytest.fixture(scope="module")
def environment() -> Environment:
    package = PackageLoader("govuk_frontend_jinja")
    return Environment(
        loader=ChoiceLoader([PrefixLoader({"govuk_frontend_jinja": package})]),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(environment: Environment, component: str, options: dict[str, Any]) -> str:
    macro = "govuk" + component.title().replace("-", "")
    template = environment.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    return str(getattr(template.module, macro)(options))


def alike(element: Element) -> Any:
    """What two trees must share: all but space, and the order of attributes and classes' space."""
    attributes = {name: " ".join(value.split()) for name, value in element.attributes.items()}
    content: list[Any] = []
    for part in element.content:
        if isinstance(part, Element):
            content.append(alike(part))
        elif words := " ".join(part.split()):
            content.append(words)
    return element.tag, attributes, content


@pytest.mark.parametrize(("component", "fixture"), CASES)
def test_a_component_renders_the_tree_of_the_release(
    environment: Environment, component: str, fixture: dict[str, Any]
) -> None:
    html = rendered(environment, component, fixture["options"])

    assert alike(parse(html)) == alike(parse(fixture["html"]))


def test_all_fixtures_of_the_release_are_compared() -> None:
    assert (len(COMPONENTS), len(CASES)) == (37, 657)


def test_trees_that_differ_are_told_apart() -> None:
    same = parse('<p class="a  b" id="x">One\n two</p>')

    assert alike(same) == alike(parse('<p id="x" class="a b"> One two </p>'))
    assert alike(same) != alike(parse('<p id="x" class="a">One two</p>'))
    assert alike(same) != alike(parse('<p id="x" class="a b">One <b>two</b></p>'))
    assert alike(same) != alike(parse('<p id="x" class="a b" hidden>One two</p>'))


LOCK = json.loads((TARGET / "lock.json").read_text(encoding="utf-8"))


def test_the_served_files_are_of_the_release_that_the_components_render() -> None:
    assert LOCK["govuk-frontend"] == RELEASE


@pytest.mark.parametrize("name", LOCK["files_sha256"])
def test_a_served_file_is_the_one_that_was_vendored(name: str) -> None:
    assert digest((TARGET / name).read_bytes()) == LOCK["files_sha256"][name]


def test_nothing_is_served_beside_what_was_vendored() -> None:
    served = {file.name for file in TARGET.iterdir()}

    assert served == {*LOCK["files_sha256"], "lock.json", "LICENSE-govuk-frontend.txt"}


def test_nothing_served_is_gov_uks_alone() -> None:
    text = "".join((TARGET / name).read_text(encoding="utf-8") for name in LOCK["files_sha256"])

    for name in ("GDS Transport", "govuk-crest.svg", "sourceMappingURL", "url(http"):
        assert name not in text


def test_a_tag_has_a_colour_of_our_own_style_sheet() -> None:
    """The component’s own would be lost: every tag there is grey first, by day and by night."""
    templates = Path(web.__file__).parent / "templates"

    assert not [one.name for one in templates.rglob("*.html") if "govuk-tag--" in one.read_text()]
