"""Vendor the GOV.UK Frontend files that we serve, changed as services outside GOV.UK must.

Run by a maintainer when the pinned release moves, with the release's packed archive:
``python -m web.maintenance.vendor govuk-frontend-6.3.0.tgz``. Every change is asserted, so a new
release that is made differently fails here and not in a browser. The licence text is in neither
archive; it stands beside the files. (Spec: ux, 2.1 to 2.3.)
"""

import hashlib
import json
import re
import sys
import tarfile
from pathlib import Path

TARGET = Path(__file__).parent.parent / "static" / "vendor"
RELEASE = "6.3.0"
"""The one release that the Jinja macros render exactly (spec: ux, 2.1); the two move together."""
STYLES, SCRIPT = "govuk-frontend.min.css", "govuk-frontend.min.js"
FONT = "Helvetica,Arial,sans-serif"


def vendored_styles(text: str) -> str:
    """The stylesheet without the typeface and the crest, which are GOV.UK's alone."""
    text = _changed(r"@font-face\{[^}]*\}", "", text, times=2)
    text = _changed(r"GDS Transport,arial,sans-serif", FONT, text, times=55)
    text = _changed(r"background-image:url\(/assets/images/govuk-crest\.svg\);?", "", text, times=1)
    text = _changed(
        r"(?:-webkit-)?mask-image:url\(/assets/images/govuk-crest\.svg\);?", "", text, times=2
    )
    text = _without_source_map(text)
    for gone in ("GDS Transport", "url(/", "@font-face", "govuk-crest.svg"):
        if gone in text:
            raise SystemExit(f"{STYLES} still holds {gone}")
    return text


def vendored_script(text: str) -> str:
    return _without_source_map(text)


def vendor(archive: Path, target: Path = TARGET) -> None:
    """Write the changed files and the lock that a test compares them with."""
    with tarfile.open(archive) as opened:
        package = json.loads(_member(opened, "package/package.json"))
        if package["version"] != RELEASE:
            raise SystemExit(f"{archive.name} is {package['version']}, not {RELEASE}")
        files = {
            STYLES: vendored_styles(_member(opened, f"package/dist/govuk/{STYLES}")),
            SCRIPT: vendored_script(_member(opened, f"package/dist/govuk/{SCRIPT}")),
        }
    target.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")
    lock = {
        "govuk-frontend": RELEASE,
        "archive_sha512": hashlib.sha512(archive.read_bytes()).hexdigest(),
        "files_sha256": {name: digest((target / name).read_bytes()) for name in files},
    }
    (target / "lock.json").write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _member(opened: tarfile.TarFile, name: str) -> str:
    found = opened.extractfile(name)
    if found is None:
        raise SystemExit(f"the archive holds no {name}")
    return found.read().decode()


def _changed(pattern: str, replacement: str, text: str, *, times: int) -> str:
    changed, number = re.subn(pattern, replacement, text)
    if number != times:
        raise SystemExit(f"{pattern} was found {number} times, not {times}")
    return changed


def _without_source_map(text: str) -> str:
    return _changed(r"\s*/[/*]# sourceMappingURL=\S+(?: \*/)?\s*$", "\n", text, times=1)


if __name__ == "__main__":
    vendor(Path(sys.argv[1]))
