"""Archives that are the same bytes from the same files.

Decision. No clock is read, and nothing is compressed, because what a compressor makes hangs on its
version. Consequence: an archive is as large as what is in it, and its digest stands for its content.
Kept by ``tests/web/test_archives.py``.
"""

import io
from collections.abc import Iterable
from zipfile import ZIP_STORED, ZipFile, ZipInfo

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the first that an archive can tell."""
UNIX = 3


def archived(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of these, in this order."""
    found = io.BytesIO()
    with ZipFile(found, "w", ZIP_STORED) as archive:
        for name, content in entries:
            entry = ZipInfo(name, LONG_AGO)
            # An archive made on another system says the same.
            entry.create_system = UNIX
            archive.writestr(entry, content)
    return found.getvalue()
