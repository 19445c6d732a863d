"""Spreadsheets in the OpenDocument format: made for screen readers, and the same bytes from the same tables.

Context. A published spreadsheet must be read by everybody, and must be made again byte for byte.
odfdo needs 22 seconds for what this writes in a fraction of one, and stamps the time into it.
Decision. The file is written here: one table a sheet, its title in the first cell, its heading row
marked and named, no merged, empty or frozen cells, language and title set; in an archive that is the
same bytes each time (``web/archives.py``). Consequence: a file is some megabytes, and its digest
stands for its content. Kept by ``tests/returns/test_ods.py``.
(Spec: ux, 7.1.)
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from web.archives import archived

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
        ("number", "datastyle"),
    )
)
OTHERS = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
START = '<?xml version="1.0" encoding="UTF-8"?>\n'

TITLE, TEXT, HEAD, FIGURE, SUM, LABEL, SUM_LABEL = "ti", "te", "he", "fi", "su", "la", "sl"
FIGURE_HEAD, PROSE = "fh", "pr"
"""Styles of cells."""
WIDE, NARROW, BROAD = "wide", "narrow", "broad"
ROW = "ro"
ON_A_LINE, MOST_LINES = 76, 20
"""Letters of a sentence that stand on a line on any printer, and lines of sentences that have a height."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another sheet."""

    words: str
    sheet: str


Value = str | int | Link


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of a table."""

    labels: Sequence[Value]
    figures: Sequence[int | str] = ()
    is_total: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A sheet: what stands above its table, and the table, if it has one."""

    name: str
    title: str
    above: Sequence[Value] = ()
    labels: Sequence[str] = ()
    """Headings of the columns that say what a line is about."""
    headings: Sequence[str] = ()
    lines: Iterable[Line] = ()
    is_prose: bool = False
    """Whether the last of its labels are sentences, which need room."""


def workbook(title: str, pages: Sequence[Page]) -> bytes:
    """The file, of these sheets."""
    texts = (
        # The first entry, as it stands: so that programs know the kind of file.
        ("mimetype", MIMETYPE),
        ("content.xml", "".join(_content(pages))),
        ("styles.xml", STYLES),
        ("meta.xml", _meta(title)),
        ("META-INF/manifest.xml", MANIFEST),
    )
    return archived((name, text.encode()) for name, text in texts)


def _content(pages: Sequence[Page]) -> Iterator[str]:
    yield f'{START}<office:document-content {SPACES} {OTHERS} office:version="1.2">'
    yield f"<office:automatic-styles>{CELLS}</office:automatic-styles>"
    yield "<office:body><office:spreadsheet>"
    ranges: list[str] = []
    for page in pages:
        lines = list(page.lines)
        yield f'<table:table table:name={quoteattr(page.name)} table:style-name="sheet">'
        yield from _columns(page)
        yield _row([_cell(page.title, TITLE)])
        yield from (
            _row([_cell(one, TEXT)]) if page.labels else _row([_cell(one, PROSE)], _height([one]))
            for one in page.above
        )
        if page.labels:
            named = "".join(_cell(one, HEAD) for one in page.labels)
            named += "".join(_cell(one, FIGURE_HEAD) for one in page.headings)
            yield f"<table:table-header-rows>{_row([named])}</table:table-header-rows>"
            yield from (
                _line(one, ROW if not page.is_prose else _height(one.labels)) for one in lines
            )
            ranges.append(_range(page, len(lines)))
        yield "</table:table>"
    yield f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _columns(page: Page) -> Iterator[str]:
    # A sheet without a table is of sentences alone.
    broad = 1 if page.is_prose or not page.labels else 0
    wide = max(len(page.labels), 1) - broad
    for count, style in ((wide, WIDE), (broad, BROAD), (len(page.headings), NARROW)):
        if count:
            repeated = f'table:number-columns-repeated="{count}"'
            yield f'<table:table-column table:style-name="{style}" {repeated}/>'


def _row(cells: Iterable[str], style: str = ROW) -> str:
    return f'<table:table-row table:style-name="{style}">{"".join(cells)}</table:table-row>'


def _line(line: Line, style: str = ROW) -> str:
    label, figure = (SUM_LABEL, SUM) if line.is_total else (LABEL, FIGURE)
    labels = (_cell(one, label) for one in line.labels)
    return _row([*labels, *(_cell(one, figure) for one in line.figures)], style)


def _height(values: Sequence[Value]) -> str:
    """The height of a row that ends with a sentence.

    An office program takes it by the letters of the screen, and prints with others: a word more than fits
    would then stand over the next sentence.
    """
    said = values[-1]
    words = said.words if isinstance(said, Link) else str(said)
    lines = sum(len(textwrap.wrap(one, ON_A_LINE)) or 1 for one in words.split("\n"))
    return f"{ROW}{lines}" if 1 < lines <= MOST_LINES else ROW


def _cell(value: Value, style: str) -> str:
    if isinstance(value, Link):
        href = quoteattr(f"#'{value.sheet}'.A1")
        words = f'<text:a xlink:href={href} xlink:type="simple">{escape(value.words)}</text:a>'
        kind = 'office:value-type="string"'
    elif isinstance(value, int):
        words, kind = str(value), f'office:value-type="float" office:value="{value}"'
    elif not value:
        return f'<table:table-cell table:style-name="{style}"/>'
    else:
        words, kind = escape(value), 'office:value-type="string"'
    said = f"<text:p>{words}</text:p>"
    return f'<table:table-cell table:style-name="{style}" {kind}>{said}</table:table-cell>'


def _range(page: Page, lines: int) -> str:
    """A name for the table, by which programs and screen readers find it."""
    first = len(page.above) + 2
    last = _letters(len(page.labels) + len(page.headings))
    sheet = f"'{page.name}'"
    where = quoteattr(f"{sheet}.A{first}:{sheet}.{last}{first + lines}")
    name = quoteattr(page.name.replace(" ", "_"))
    return (
        f"<table:database-range table:name={name} table:target-range-address={where}"
        ' table:contains-header="true"/>'
    )


def _letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _meta(title: str) -> str:
    said = f"<dc:title>{escape(title)}</dc:title><dc:language>en-GB</dc:language>"
    return (
        f'{START}<office:document-meta {SPACES} {OTHERS} office:version="1.2">'
        f"<office:meta>{said}</office:meta></office:document-meta>"
    )


def _style(
    name: str, words: str = "", *, cell: str = "", figures: bool = False, right: bool = False
) -> str:
    data = ' style:data-style-name="figure"' if figures else ""
    look = f"<style:table-cell-properties {cell}/>" if cell else ""
    look += '<style:paragraph-properties fo:text-align="end"/>' if right else ""
    text = f"<style:text-properties {words}/>" if words else ""
    family = 'style:family="table-cell" style:parent-style-name="Default"'
    return f'<style:style style:name="{name}" {family}{data}>{look}{text}</style:style>'


def _column(name: str, width: str) -> str:
    size = f'<style:table-column-properties style:column-width="{width}"/>'
    return f'<style:style style:name="{name}" style:family="table-column">{size}</style:style>'


BOLD = 'fo:font-weight="bold"'
TOP = 'style:vertical-align="top"'
WRAPPED = f'fo:wrap-option="wrap" {TOP}'
RULED = f'{WRAPPED} fo:border-bottom="0.06pt solid #000000"'
GROUPED = (
    '<number:number-style style:name="figure"><number:number number:decimal-places="0"'
    ' number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
)
SHEET = (
    '<style:style style:name="sheet" style:family="table" style:master-page-name="Default"><style:table-properties'
    ' table:display="true" style:writing-mode="lr-tb"/></style:style>'
    # Wrapped words make a row as high as they need.
    '<style:style style:name="ro" style:family="table-row"><style:table-row-properties'
    ' style:use-optimal-row-height="true"/></style:style>'
) + "".join(
    f'<style:style style:name="{ROW}{lines}" style:family="table-row"><style:table-row-properties'
    f' style:row-height="{lines * 0.47:.2f}cm" style:use-optimal-row-height="false"/></style:style>'
    for lines in range(2, MOST_LINES + 1)
)
PAPER = (
    '<office:automatic-styles><style:page-layout style:name="paper"><style:page-layout-properties'
    ' fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape"'
    ' style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="paper"/>'
    "</office:master-styles>"
)
"""On paper all columns of a table stand beside each other, however many pages long it is."""
CELLS = "".join(
    (
        GROUPED,
        _style(TITLE, f'{BOLD} fo:font-size="14pt"'),
        _style(TEXT),
        _style(HEAD, BOLD, cell=RULED),
        _style(FIGURE_HEAD, BOLD, cell=RULED, right=True),
        _style(PROSE, cell=WRAPPED),
        _style(LABEL, cell=WRAPPED),
        _style(SUM_LABEL, BOLD, cell=WRAPPED),
        # To the right, also what stands in place of a figure, which would else be at the one before it.
        _style(FIGURE, cell=TOP, figures=True, right=True),
        _style(SUM, BOLD, cell=TOP, figures=True, right=True),
        _column(WIDE, "6.5cm"),
        _column(NARROW, "3cm"),
        _column(BROAD, "16cm"),
        SHEET,
    )
)
STYLES = (
    f'{START}<office:document-styles {SPACES} {OTHERS} office:version="1.2"><office:styles>'
    '<style:style style:name="Default" style:family="table-cell"><style:text-properties'
    ' style:font-name="Arial" fo:font-family="Arial" fo:font-size="11pt" fo:language="en"'
    ' fo:country="GB"/></style:style>'
    f"</office:styles>{PAPER}</office:document-styles>"
)
MANIFEST = (
    f"{START}"
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    + "</manifest:manifest>"
)
