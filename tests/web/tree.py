"""A small tree of a page: elements, attributes and text, as a browser would see them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "path"})


@dataclass(eq=False)
class Element:
    """One element; text and children stand in ``content`` in their order."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    content: list["Element | str"] = field(default_factory=list)

    @property
    def children(self) -> list["Element"]:
        return [part for part in self.content if isinstance(part, Element)]

    @property
    def text(self) -> str:
        """All text inside, with runs of space as one."""
        return " ".join(self.raw.split())

    @property
    def raw(self) -> str:
        return "".join(part if isinstance(part, str) else part.raw for part in self.content)

    @property
    def classes(self) -> set[str]:
        return set(self.get("class").split())

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.attributes

    def walk(self) -> Iterator["Element"]:
        for child in self.children:
            yield child
            yield from child.walk()

    def all(self, *tags: str, **attributes: str) -> list["Element"]:
        """Every element inside with one of these tags and all of these attributes."""
        return [
            one
            for one in self.walk()
            if (not tags or one.tag in tags)
            and all(one.get(name) == value for name, value in attributes.items())
        ]

    def with_class(self, name: str) -> list["Element"]:
        return [one for one in self.walk() if name in one.classes]

    def inside(self, tag: str) -> Self | None:
        """The nearest element around this one with a tag."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.content.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.content.append(data)


def parse(text: str) -> Element:
    """The tree of a page or a part of one; every tag must be closed."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    assert builder.here is builder.root, f"<{builder.here.tag}> is not closed"
    return builder.root
