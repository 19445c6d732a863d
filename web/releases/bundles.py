"""Files in one archive, with their checksums."""

import re
from collections.abc import Mapping
from hashlib import sha256

from domain.errors import DomainError
from web.archives import archived

CHECKSUMS = "SHA256SUMS"
"""As ``sha256sum --check`` reads it."""

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class NotAFileNameError(DomainError):
    """A file in an archive has a plain name, and none is named as the checksums are."""


def bundle(files: Mapping[str, bytes]) -> bytes:
    """An archive of files and their checksums: the same bytes whatever order they came in."""
    wrong = [name for name in files if name == CHECKSUMS or not PLAIN.fullmatch(name)]
    if wrong:
        raise NotAFileNameError(*wrong)
    return archived([(CHECKSUMS, checksums(files)), *sorted(files.items())])


def checksums(files: Mapping[str, bytes]) -> bytes:
    """The checksum of every file, a line each."""
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()
