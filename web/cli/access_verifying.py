"""The part of ``uof verify`` that is about the access log."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.settings import Settings

if TYPE_CHECKING:
    from application.verifying import Verdict
    from web.access_log.verifying import AccessReport

OF_ACCESS = ("/access", "/access/witness")
"""How the names end of the keys that belong to the access log."""
TOLD = 20

Keys = tuple[Sequence[str], Sequence[str]]


def apart(log_keys: Sequence[str], witness_keys: Sequence[str]) -> tuple[Keys, Keys]:
    """The keys of the log, and those of the access log, which their names tell apart."""
    given = (log_keys, witness_keys)
    own, others = (
        tuple([key for key in keys if _is_of_access(key) is wanted] for keys in given)
        for wanted in (False, True)
    )
    return (own[0], own[1]), (others[0], others[1])


def verified(
    settings: Settings,
    signer: Path | None,
    witness: Path | None,
    log_keys: Sequence[str],
    witness_keys: Sequence[str],
    *,
    policy: Path | None = None,
) -> "AccessReport":
    """Recompute the access log, and hold it against what was signed of it: by a policy that names it, or else
    by the keys of its folders.
    """
    from contextlib import closing

    from domain.proof.notes import VerifierKey
    from web.access_log.reading import origin
    from web.access_log.verifying import places_of, verify_access
    from web.adapters.stores import Stores
    from web.proof.publishing import policy_in

    places = places_of(
        signer or settings.signer_folder,
        witness or settings.witness_folder,
        [VerifierKey.parsed(one) for one in log_keys],
        [VerifierKey.parsed(one) for one in witness_keys],
    )
    with closing(Stores(settings)) as stores:
        believed = None if policy is None else policy_in(policy)
        if believed is not None and believed.has(origin(stores)):
            places = places_of(
                signer or settings.signer_folder,
                witness or settings.witness_folder,
                published=settings.published_folder,
                policy=believed,
            )
        return verify_access(stores, places)


def say(report: "AccessReport") -> None:
    """The same for people."""
    click.echo(f"{report.origin}: {report.tree.size} looks are sealed, {report.unsealed} not yet.")
    for one in report.findings[:TOLD]:
        where = f"leaf {one.index}" if one.index is not None else "the access log"
        click.echo(f"{one.layer.value}: {where}: {one.what}.")
    if report.found > TOLD:
        click.echo(f"And {report.found - TOLD} more.")
    for sentence in report.undecided:
        click.echo(sentence)
    click.echo(f"Verdict on the access log: {report.verdict.value}.")


def worse(one: "Verdict", other: "Verdict") -> "Verdict":
    """What is shown of two logs together: tampering in either, or else doubt in either."""
    from application.verifying import Verdict

    order = (Verdict.TAMPERED, Verdict.UNDECIDED, Verdict.PROVED)
    return min(one, other, key=order.index)


def _is_of_access(key: str) -> bool:
    return key.partition("+")[0].endswith(OF_ACCESS)
