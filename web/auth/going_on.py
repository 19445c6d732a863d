"""Where somebody goes on when they have shown who they are, and which browser it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import request

KEPT = "kept-"


@dataclass(frozen=True, kw_only=True, slots=True)
class GoingOn:
    """Where somebody goes on: to a page, or with a form that came too early."""

    next: str = ""
    resume: str = ""
    kept: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of_form(cls) -> "GoingOn":
        """As the page says in which somebody shows who they are."""
        kept = [
            (name.removeprefix(KEPT), value)
            for name, values in request.form.lists()
            if name.startswith(KEPT)
            for value in values
        ]
        return cls(
            next=ours(request.values.get("next", "")),
            resume=ours(request.form.get("resume", "")),
            kept=kept,
        )

    @classmethod
    def of_content(cls, content: Mapping[str, Any]) -> "GoingOn":
        """As it was kept."""
        kept = [(str(name), str(value)) for name, value in content["kept"]]
        return cls(next=str(content["next"]), resume=str(content["resume"]), kept=kept)

    def content(self) -> dict[str, Any]:
        return {"next": self.next, "resume": self.resume, "kept": [list(one) for one in self.kept]}


def ours(address: str) -> str:
    """An address of this site; nothing if it leads elsewhere."""
    parts = urlsplit(address)
    here = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if here and not parts.netloc and not parts.scheme else ""


def agent() -> str:
    """What the browser says of itself."""
    return request.headers.get("User-Agent", "")[:500]
