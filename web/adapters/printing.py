"""A printed record, set by typst as a tagged PDF (PDF/UA-1)."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typst

from domain.records.record import UseOfForceRecord
from web.forms.in_words import Line, made, moment

TEMPLATE = Path(__file__).parent.parent / "templates" / "print" / "record.typ"


def printed_record(
    *,
    force: str,
    record: UseOfForceRecord,
    officer: str,
    cards: Sequence[tuple[str, Sequence[Line]]],
    at: datetime,
    by: str,
) -> bytes:
    """The record as a PDF. What people wrote is passed as data, never as typst's markup."""
    content = {
        "force": force,
        "reference": record.reference,
        "status": record.status.label,
        "version": record.version,
        "officer": officer,
        "submitted": made(record),
        "printed": f"Printed on {moment(at)} by {by}",
        "sections": [
            {
                "title": title,
                "lines": [{"question": line.heading, "words": list(line.words)} for line in lines],
            }
            for title, lines in cards
        ],
    }
    pdf: bytes = typst.compile(
        str(TEMPLATE), sys_inputs={"record": json.dumps(content)}, pdf_standards=["ua-1"]
    )
    return pdf
