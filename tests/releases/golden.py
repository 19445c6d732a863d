"""The files of two editions as they were when their layout was made: ``python -m tests.releases.golden``.

What is written is never changed. Whoever changes how an edition looks or is counted makes another
layout, or another version of the rules, and has the digests of both kept here.
"""

import json
import tempfile
from pathlib import Path

from domain.codelists.releases import ReasonForEdition
from tests import installations
from tests.releases.quarter import Told, happened_after, published, recorded, release
from web.bootstrap import Services, install
from web.releases.document import LAYOUT

FOLDER = Path(__file__).parent / "golden"
FEW = Told(amended=12, added=6, withdrawn=6, restored=3, linked=3)

Digests = dict[str, dict[str, str]]


def story(services: Services) -> Digests:
    """Publish a small quarter twice, and say the digest of every file."""
    records = recorded(services, 40)
    published(services, ReasonForEdition.FIRST)
    happened_after(services, records, FEW)
    published(services, ReasonForEdition.SCHEDULED)
    return {
        str(edition.number): {one.name: one.sha256 for one in edition.files}
        for edition in release(services).published
    }


def kept(layout: int) -> Digests:
    found: Digests = json.loads((FOLDER / f"layout-{layout}.json").read_text())
    return found


def _freeze() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = installations.sqlite_settings(Path(folder))
        install(settings)
        with installations.opened(settings) as services:
            installations.populate(services)
            digests = story(services)
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / f"layout-{LAYOUT}.json").open("x") as file:
        file.write(json.dumps(digests, indent=2) + "\n")


if __name__ == "__main__":
    _freeze()
