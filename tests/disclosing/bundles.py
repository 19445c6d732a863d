"""Disclosures that were made and signed, and the verdict of the program that recipients have."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from domain.codelists.answers import YesNo
from domain.codelists.disclosures import KindOfDisclosure, LegalBasis, Part, ReasonForWithholding
from domain.codelists.injuries import OfficerInjuryLevel
from domain.disclosures.disclosure import Terms
from domain.records.disclosure import BEGINS_WITHHELD, Withheld
from domain.records.events import PinnedNote
from tests.builders import CED_FIRED, MINOR_INJURY
from tests.fakes import FakeClock
from tests.people import COLLEAGUE, STANDARDS
from tests.web import given
from tests.web.given import Given
from web.archives import archived
from web.bootstrap import Services
from web.disclosing import verify
from web.proof.checkpointing import checkpointing
from web.proof.rotating import LOG_VKEY
from web.proof.signing import WITNESS_VKEY
from web.releases.bundles import checksums
from web.settings import Settings

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"

CANARIES: Mapping[Part, Mapping[str, Any]] = {
    Part.IDENTITY: {"place": "canary-identity-place", "subject_name": "canary-identity-name"},
    Part.MEDICAL: {"subject_injury_detail": "canary-medical <b>&amp; bruise"},
    Part.NARRATIVE: {
        "narrative_information": "canary-narrative-one\nand a second line",
        "narrative_action": '#import "x" *canary-narrative-two* $y$',
    },
    Part.WELFARE: {"officer_injury_detail": "canary-welfare-hand"},
    Part.REFERENCES: {"custody_reference": "canary-references-number"},
}
"""Answers with a word of each part, which is searched for."""
REVIEWED = "canary-review-question"


@dataclass(frozen=True)
class Keys:
    """What a recipient has from elsewhere."""

    log: str
    witness: str

    @property
    def options(self) -> list[str]:
        return ["--log-key", self.log, "--witness-key", self.witness]


@dataclass(frozen=True)
class Verdict:
    """What the program said."""

    code: int
    text: str

    @property
    def wrong(self) -> list[str]:
        return re.findall("^DOES NOT HOLD: (.*)$", self.text, re.MULTILINE)


def keys_of(settings: Settings) -> Keys:
    return Keys(
        log=(settings.signer_folder / LOG_VKEY).read_text().strip(),
        witness=(settings.witness_folder / WITNESS_VKEY).read_text().strip(),
    )


def a_record(services: Services, clock: FakeClock) -> Given:
    """A record with something in every part, returned, amended, accepted, and noted a day later."""
    record = given.submitted(
        services,
        colleagues=(COLLEAGUE.id,),
        officer_injured=YesNo.YES,
        officer_injury_intentional=YesNo.NO,
        officer_injury_level=next(iter(OfficerInjuryLevel)),
        officer_medical_provided=YesNo.NO,
        **{**CED_FIRED, **MINOR_INJURY, **_everything()},
    )
    clock.advance(hours=1)
    record.returned(PinnedNote(question="narrative_action", text=REVIEWED))
    record.amended(narrative_options="canary-narrative-three", area="north")
    record.accepted()
    return record


def _everything() -> dict[str, Any]:
    return {name: words for part in CANARIES.values() for name, words in part.items()}


def terms(
    kind: KindOfDisclosure,
    as_at: datetime,
    *,
    withheld: Mapping[Part, ReasonForWithholding] | None = None,
    **more: Any,
) -> Terms:
    """What is decided for a kind, unless something else is said."""
    chosen = BEGINS_WITHHELD[kind] if withheld is None else withheld
    return Terms(
        **{
            "kind": kind,
            "basis": LegalBasis.CORONER,
            "recipient": "HM Coroner for Northshire",
            "explanation": "Inquest 12 of 2026",
            "as_at": as_at,
            "withheld": tuple(Withheld(part=one, reason=chosen[one]) for one in chosen),
            **more,
        }
    )


def disclosed(services: Services, records: Sequence[Given], decided: Terms) -> UUID:
    """Disclose records, and have it signed and seen."""
    _, disclosure = services.disclosing.disclose(
        [one.id for one in records], decided, requester=STANDARDS.asks()
    )
    checkpointing(services.settings, services.stores).checkpoint()
    return disclosure


def bundle(services: Services, records: Sequence[Given], decided: Terms) -> bytes:
    """The bundle of a disclosure."""
    return services.disclosing.bundle(disclosed(services, records, decided), by=STANDARDS.id)


def files_of(bundle: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(bundle)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(files: Mapping[str, bytes], *, sums: bool = True) -> bytes:
    """An archive of these files, with the checksums made anew as a forger would."""
    given_ = {name: content for name, content in files.items() if name != SUMS}
    summed = {**given_, SUMS: checksums(given_) if sums else files[SUMS]}
    return archived(sorted(summed.items()))


def with_manifest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files with a manifest that agrees with them, as a forger would make it."""
    manifest = json.loads(files[MANIFEST])
    for name in manifest["files"]:
        manifest["files"][name] = sha256(files[name]).hexdigest()
    return {**files, MANIFEST: as_json(manifest)}


def as_json(value: Any) -> bytes:
    """As every JSON of a bundle is written."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def verified(folder: Path, bundle: bytes, *options: str) -> Verdict:
    """What the program says of a bundle."""
    file = folder / "bundle.zip"
    file.write_bytes(bundle)
    return said(str(file), *options)


def said(*arguments: str) -> Verdict:
    written = io.StringIO()
    with redirect_stdout(written):
        code = verify.main(arguments)
    return Verdict(code, written.getvalue())
