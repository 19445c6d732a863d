"""What ``uof verify`` was asked for, joined to what it needs."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from application import opening
from application.verifying import NOWHERE, Examination, Layer, Reached
from domain.proof.notes import VerifierKey
from web.adapters.clock import SystemClock
from web.adapters.stores import KEYS, WORK, Stores
from web.proof import reading, verifications
from web.proof.verifications import Verifications, whoever_runs_this
from web.proof.verifying import Check, Place, Report, Wanted, verify
from web.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What somebody wants to know."""

    receipts: Sequence[Path] = ()
    receipt_keys: Sequence[VerifierKey] = ()
    codes: Sequence[str] = ()
    incremental: bool = False
    projections: bool = False
    content: bool = False
    keep: bool = False
    shown: bool = False
    """Whether somebody is looking on."""


def verified(settings: Settings, places: Sequence[Place], asked: Asked) -> Report:
    """Verify what was asked for, and keep what came out if it is to be kept.

    Raises:
        Exception: whatever stops it; nothing was shown then.

    """
    clock = SystemClock()
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with ExitStack() as stack:
        stores = stack.enter_context(closing(Stores(settings)))
        bar = stack.enter_context(
            Progress(
                *columns,
                console=console,
                disable=not (asked.shown and console.is_terminal),
                transient=True,
            )
        )
        wanted = Wanted(
            receipts=asked.receipts,
            receipt_keys=asked.receipt_keys,
            codes=asked.codes,
            begun=_begun(settings, stores) if asked.incremental else NOWHERE,
            now=clock.now(),
            checks=_checks(settings, stores, asked, bar, stack),
        )
        report = verify(stores, places, _Line(bar, "Verifying"), wanted)
        if asked.keep:
            kept = Verifications(stores.engine(WORK))
            kept.keep(report, at=clock.now(), by=whoever_runs_this())
            verifications.remember(settings.verifier_folder, report)
        return report


def _begun(settings: Settings, stores: Stores) -> Reached:
    with reading.looking_at_log(stores) as connection:
        return verifications.remembered(settings.verifier_folder, reading.origin(connection))


def _checks(
    settings: Settings, stores: Stores, asked: Asked, bar: Progress, stack: ExitStack
) -> dict[Layer, Check]:
    checks: dict[Layer, Check] = {}
    if asked.projections:
        from web.bootstrap import read_models
        from web.proof.read_models import following_from_the_log

        # Followers may come further meanwhile: each read model is compared as far as it has come.
        models = stack.enter_context(closing(read_models(replace(settings, follow=False))))
        checks[Layer.READ_MODEL] = following_from_the_log(models, _Line(bar, "Rebuilding"))
    if asked.content:
        checks[Layer.CONTENT] = _opening(settings, stores)
    return checks


def _opening(settings: Settings, stores: Stores) -> Check:
    from web.adapters.key_ring import StoredKeyRing
    from web.bootstrap import epoch_keys

    epochs = epoch_keys(settings, create=False)
    ring = StoredKeyRing(stores.engine(KEYS), epochs, SystemClock())

    def check(connection: "Connection", examined: Examination) -> None:
        erasures = opening.ErasuresOfLog.in_rows(reading.rows_of_topics(connection, opening.KEPT))
        opening.examine(examined, reading.rows(connection), ring, erasures)

    return check


class _Line:
    """A line with a bar, from the first time it is told anything."""

    def __init__(self, bar: Progress, text: str) -> None:
        self._bar = bar
        self._task = bar.add_task(text, visible=False)

    def __call__(self, done: int, everything: int) -> None:
        self._bar.update(self._task, completed=done, total=everything or 1, visible=True)
