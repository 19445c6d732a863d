"""A chart as a file says what it shows; its page says that itself."""

import re
from xml.etree import ElementTree as ET

from web.reports import bars
from web.reports.alone import alone, as_file
from web.reports.bars import Bar, Bars

DRAWN = bars.svg(Bars(title="Rules", description="", bars=(Bar("Short", 1, "1 (1%)"),)))
OF = ("A Police Force of a Long Name Indeed & Sons, January to December 2026, each record once",)


def test_its_title_and_what_it_is_of_stand_above_the_drawing_and_nothing_is_cut() -> None:
    drawing = ET.fromstring(alone(DRAWN, "Rules", OF))

    texts = [one for one in drawing if one.tag.endswith("text")]
    (inner,) = (one for one in drawing if one.tag.endswith("svg"))
    wide, high = (int(drawing.attrib[one]) for one in ("width", "height"))
    assert next(one.text for one in texts) == "Rules"
    assert " ".join(str(one.text) for one in texts[1:]) == OF[0]
    assert len(texts) == 3
    assert max(int(one.attrib["y"]) for one in texts) < int(inner.attrib["y"])
    assert int(inner.attrib["y"]) + float(inner.attrib["height"]) < high
    assert 0 < int(inner.attrib["x"]) < wide - float(inner.attrib["width"])


def test_the_picture_is_of_the_same_twice_as_large() -> None:
    svg, png = (as_file(kind, DRAWN, "Rules", OF) for kind in ("svg", "png"))

    assert isinstance(svg, str) and isinstance(png, bytes)
    size = re.search(r'width="(\d+)" height="(\d+)"', svg)
    assert size
    assert tuple(int.from_bytes(png[at : at + 4]) for at in (16, 20)) == tuple(
        2 * int(one) for one in size.groups()
    )
