"""The files of a disclosure, made before it is said in the log that they were disclosed.

Decision. The event of a disclosure names the digest of the manifest, and the manifest that of every
file. Consequence: page, print and events are bound to the log as soon as it is signed, and nobody can
change a letter of what was disclosed, the keeper of the bundle included. Kept by
``tests/disclosing/test_verify.py``.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from domain.codelists.disclosures import Part
from domain.disclosures.disclosure import Terms
from domain.disclosures.errors import NotThenError
from domain.records.disclosure import DEIDENTIFIED, NAMES_OFFICERS
from web.disclosing.document import (
    UNNAMED,
    Document,
    RecordShown,
    Stored,
    people_in,
    record_shown,
    utc,
)
from web.disclosing.evidence import Evidence, shown
from web.disclosing.vocabulary import vocabulary
from web.forms.context import Context

FORMAT = "use-of-force-records/disclosure/1"
MANIFEST = "manifest.json"
VERIFIER = Path(__file__).with_name("verify.py")
TEMPLATES = Path(__file__).parent.parent / "templates"
PRINT = TEMPLATES / "print" / "disclosure.typ"
THE_SYSTEM = UUID(int=0)

Names = Callable[[Iterable[UUID]], Mapping[UUID, str]]
"""How people are called now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What is disclosed, file by file, with the manifest that names all of them."""

    files: Mapping[str, bytes]
    keys: frozenset[UUID]
    """The keys under which what is disclosed is sealed in the log."""

    @property
    def digest(self) -> str:
        """What the log remembers of all of it."""
        return sha256(self.files[MANIFEST]).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Making:
    """Who makes a disclosure, of which log, and how what is shown is called."""

    disclosure: UUID
    origin: str
    force: str
    areas: Mapping[str, str]
    names: Names
    made_at: datetime
    made_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """What people would read of a disclosure, before any file is made."""

    document: Document
    people: Mapping[UUID, str]


def drawn(records: Sequence[Stored], terms: Terms, making: Making) -> Drawn:
    """The records as they stood, without what is withheld.

    Raises:
        NotThenError: a record did not exist yet at the moment.

    """
    if any(shown(one.events, terms.as_at) == 0 for one in records):
        raise NotThenError
    hidden = frozenset(one.part for one in terms.withheld)
    people = _called(people_in(records, hidden), terms, making)
    context = Context(
        areas=making.areas,
        display=lambda wanted: {one: people[one] for one in wanted},
        collar_numbers=lambda _: {},
        find=lambda _: {},
    )
    pages = [
        record_shown(one, terms, context, label=_label(one, at, terms))
        for at, one in enumerate(records, start=1)
    ]
    return Drawn(document=_document(pages, terms, making), people=people)


def _label(record: Stored, at: int, terms: Terms) -> str:
    return f"{UNNAMED}{at}" if terms.kind in DEIDENTIFIED else record.reference


def contents(records: Sequence[Stored], terms: Terms, making: Making) -> Contents:
    """Make the files of a disclosure.

    Raises:
        NotThenError: a record did not exist yet at the moment.

    """
    found = drawn(records, terms, making)
    document, hidden = found.document, frozenset(one.part for one in terms.withheld)
    is_deidentified = document.is_deidentified
    words = {} if is_deidentified else vocabulary(making.areas, found.people)
    files = {
        "README.txt": _rendered("README.txt", document, making),
        "disclosure.html": _rendered("disclosure.html", document, making),
        "disclosure.pdf": _printed(document, making),
        "verify.py": VERIFIER.read_bytes(),
        "words.json": _json(words),
    }
    keys = set()
    for one, page in zip(records, document.records, strict=True):
        for event in one.events[: page.version]:
            keys |= {piece.key for piece in event.disclosed(hidden).values() if piece.key}
        for event in () if is_deidentified else one.events:
            later = event.version > page.version
            files |= event_files(page.label, event, hidden, later=later)
    manifest = _manifest(document.records, terms, making, files)
    return Contents(files={**files, MANIFEST: _json(manifest)}, keys=frozenset(keys))


def event_files(
    label: str, event: Evidence, hidden: frozenset[Part], *, later: bool = False
) -> dict[str, bytes]:
    """What is disclosed of an event: what its leaf is the hash of, and each part or why it is not there."""
    name = f"events/{label}-{event.version}"
    said = {group: _part(event, group, hidden, later=later) for group in event.pieces}
    return {f"{name}.leaf": event.entry, f"{name}.json": _json({"parts": said})}


def _part(event: Evidence, group: str, hidden: frozenset[Part], *, later: bool) -> dict[str, Any]:
    piece, part = event.pieces[group], event.part(group)
    if later:
        return {"later": True}
    if piece is None:
        return {"erased": True}
    if part in hidden:
        return {"withheld": part.value}
    return {"text": piece.text, "blind": piece.blind.hex()}


def _called(people: Iterable[UUID], terms: Terms, making: Making) -> dict[UUID, str]:
    """How the people are called in it: by their names, or by numbers."""
    wanted = [one for one in people if one != THE_SYSTEM]
    names = making.names(wanted) if terms.kind in NAMES_OFFICERS else {}
    found = {one: names.get(one, f"Officer {at}") for at, one in enumerate(wanted, start=1)}
    return {**found, THE_SYSTEM: "The system"}


def _document(pages: Sequence[RecordShown], terms: Terms, making: Making) -> Document:
    return Document(
        force=making.force,
        kind=terms.kind.label,
        basis=terms.basis.label,
        recipient=terms.recipient,
        explanation=terms.explanation,
        as_at=utc(terms.as_at),
        made_at=utc(making.made_at),
        made_by=making.made_by,
        withheld=tuple((one.part.label, one.reason.label) for one in terms.withheld),
        is_deidentified=terms.kind in DEIDENTIFIED,
        names_officers=terms.kind in NAMES_OFFICERS,
        records=tuple(pages),
    )


def _manifest(
    pages: Sequence[RecordShown], terms: Terms, making: Making, files: Mapping[str, bytes]
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "disclosure": str(making.disclosure),
        "origin": making.origin,
        "force": making.force,
        "made_at": making.made_at.isoformat(),
        "as_at": terms.as_at.isoformat(),
        "kind": terms.kind.value,
        "basis": terms.basis.value,
        "recipient": terms.recipient,
        "withheld": {one.part.value: one.reason.value for one in terms.withheld},
        "events": "disclosure-only" if terms.kind in DEIDENTIFIED else "whole",
        "records": [
            {"label": one.label, "version": one.version, "last": one.last} for one in pages
        ],
        "files": {name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    }


def _rendered(name: str, document: Document, making: Making) -> bytes:
    template = ENVIRONMENT.get_template(name)
    verifier = sha256(VERIFIER.read_bytes()).hexdigest()
    return template.render(document=document, origin=making.origin, verifier=verifier).encode()


def _printed(document: Document, making: Making) -> bytes:
    """The same as a tagged PDF. What people wrote is passed as data, never as typst's markup."""
    given = json.dumps(asdict(document), default=str)
    pdf: bytes = typst.compile(str(PRINT), sys_inputs={"document": given}, pdf_standards=["ua-1"])
    return pdf


def _json(value: Any) -> bytes:
    written = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{written}\n".encode()


ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES / "disclosing"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
