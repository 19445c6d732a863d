"""The words of a PDF as a reader has them: what stands on its pages, by the fonts' own maps to letters."""

import re
import zlib
from collections.abc import Iterator

OBJECT = re.compile(rb"(\d+) 0 obj\n?(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)\nendstream", re.DOTALL)
FONT = re.compile(rb"/(f\d+) [\d.]+ Tf")
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def objects(pdf: bytes) -> dict[bytes, bytes]:
    """Every object of a file by its number, with what is compressed in it opened."""
    return {number: _opened(body) for number, body in OBJECT.findall(pdf)}


def words(pdf: bytes) -> str:
    """The text of every page, without spaces: where a line breaks is the typesetter's business."""
    found = objects(pdf)
    text = "".join(
        piece
        for body in found.values()
        if re.search(rb"/Type\s*/Page\b", body)
        for piece in _page(body, found)
    )
    return "".join(text.split())


def _opened(body: bytes) -> bytes:
    stream = STREAM.search(body)
    if stream is None or b"FlateDecode" not in body:
        return body
    return body[: stream.start()] + zlib.decompress(stream.group(1))


def _page(body: bytes, found: dict[bytes, bytes]) -> Iterator[str]:
    resources = found[_of(rb"/Resources (\d+)", body)]
    fonts = {
        name: _letters(found[_of(rb"/ToUnicode (\d+)", found[font])])
        for name, font in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    letters: dict[int, str] = {}
    for name, text in _shown(found[_of(rb"/Contents (\d+)", body)]):
        if name:
            letters = fonts[name]
        else:
            codes = ESCAPED.sub(_unescaped, text)
            pairs = zip(codes[::2], codes[1::2], strict=True)
            yield "".join(letters[high << 8 | low] for high, low in pairs)


def _shown(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The fonts that are chosen, and the strings that are shown; brackets in a string may be balanced."""
    at = 0
    while at < len(content):
        if font := FONT.match(content, at):
            yield font.group(1), b""
            at = font.end()
        elif content[at : at + 1] == b"(":
            start, depth, at = at + 1, 1, at + 1
            while depth:
                one = content[at : at + 1]
                depth += (one == b"(") - (one == b")")
                at += 2 if one == b"\\" else 1
            yield b"", content[start : at - 1]
        else:
            at += 1


def _of(pattern: bytes, body: bytes) -> bytes:
    match = re.search(pattern, body)
    assert match is not None
    return match.group(1)


def _unescaped(match: re.Match[bytes]) -> bytes:
    one = match.group(1)
    return bytes((int(one, 8),)) if one.isdigit() else NAMED.get(one, one)


def _letters(cmap: bytes) -> dict[int, str]:
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, letter in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, letter in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for at in range(int(last, 16) - int(first, 16) + 1):
                start = bytes.fromhex(letter.decode()).decode("utf-16-be")
                found[int(first, 16) + at] = start[:-1] + chr(ord(start[-1]) + at)
    return found
