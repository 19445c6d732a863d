"""``uof disclose``: records for somebody outside, as a bundle that they can verify."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import click

from web.cli.ending import FAILED, end, refusals
from web.settings import Settings

if TYPE_CHECKING:
    from domain.disclosures.disclosure import Terms
    from web.bootstrap import Services

EXAMPLES = """\b
To a coroner, as the records stood on a day, with the officers' names:
    uof disclose UOF-26-000101 UOF-26-000107 --by 1105 --basis coroner \\
        --to "HM Coroner" --why "Inquest 12 of 2026" --as-at 2026-11-14 --into bundle.zip
To the person, by their right of access:
    uof disclose UOF-26-000101 --by 1105 --kind subject-access --basis data-protection \\
        --to "Mr A" --why "Request 7" --into bundle.zip

Each kind begins with other parts withheld; --withhold PART=REASON and --show PART change that.
"""
WAIT_SECONDS, LOOK_SECONDS = 120.0, 2.0


@click.command(epilog=EXAMPLES, short_help="Disclose records in a bundle that others verify.")
@click.argument("references", nargs=-1, required=True)
@click.option("--by", "number", required=True, help="Collar number of who discloses.")
@click.option("--kind", default="proceedings", show_default=True, help="What it is for.")
@click.option("--basis", required=True, help="The legal basis, as a code.")
@click.option("--to", "recipient", required=True, help="Who receives it.")
@click.option("--why", "explanation", required=True, help="For what they asked, with reference.")
@click.option("--as-at", default="", help="A moment, such as 2026-11-14T22:41Z; by default now.")
@click.option("--withhold", multiple=True, help="PART=REASON; may be given several times.")
@click.option("--show", multiple=True, help="PART that is otherwise withheld.")
@click.option(
    "--previous",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint of the log that the recipient keeps.",
)
@click.option(
    "--into", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The bundle."
)
def disclose(
    *,
    references: Sequence[str],
    number: str,
    previous: Path | None,
    into: Path,
    **asked: Any,
) -> None:
    """Disclose the records REFERENCES to somebody outside, and write the bundle for them.

    The history of each record says for good that it was disclosed. The bundle is written as soon as a
    witness has seen that.
    """
    settings = Settings.from_environment()

    from application.access import Requester
    from web.bootstrap import bootstrap

    with closing(bootstrap(settings)) as services, refusals():
        found = services.directory.with_numbers([number], force=settings.force)
        if number not in found:
            end(f"There is nobody with collar number {number}. Check it", code=FAILED)
        person = found[number]
        terms = _terms(services.clock.now(), **asked)
        records = [_record(services, one) for one in references]
        requester = Requester(person=person, request=uuid4())
        _, disclosure = services.disclosing.disclose(records, terms, requester=requester)
        made = services.disclosures.get(disclosure, by=person)
        click.echo(f"Disclosed. SHA-256 of the manifest: {made.digest}")
        content = _bundle(
            services, disclosure, by=person, previous=previous.read_bytes() if previous else None
        )
    into.write_bytes(content)
    click.echo(f"Written: {into}, {len(content):,} bytes.")
    click.echo("The recipient needs verify.py and the keys from elsewhere: the page /verify.")


def _record(services: "Services", reference: str) -> UUID:
    from projections.register.queries import by_reference

    with services.views.reading() as connection:
        row = by_reference(connection, reference)
    if row is None:
        end(f"There is no record {reference!r} in the read models.", code=FAILED)
    return row.record


def _terms(
    now: datetime,
    *,
    kind: str,
    basis: str,
    recipient: str,
    explanation: str,
    as_at: str,
    withhold: Sequence[str],
    show: Sequence[str],
) -> "Terms":
    """What was decided, from the codes that were typed."""
    from domain.codelists.disclosures import (
        KindOfDisclosure,
        LegalBasis,
        Part,
        ReasonForWithholding,
    )
    from domain.disclosures.disclosure import Terms
    from domain.records.disclosure import BEGINS_WITHHELD, Withheld

    found_kind = KindOfDisclosure(_code(kind, KindOfDisclosure))
    withheld = dict(BEGINS_WITHHELD[found_kind])
    for one in show:
        withheld.pop(Part(_code(one, Part)), None)
    for one in withhold:
        part, _, reason = one.partition("=")
        because = ReasonForWithholding(_code(reason, ReasonForWithholding))
        withheld[Part(_code(part, Part))] = because
    return Terms(
        kind=found_kind,
        basis=LegalBasis(_code(basis, LegalBasis)),
        recipient=recipient.strip(),
        explanation=explanation.strip(),
        as_at=_moment(as_at) if as_at else now,
        withheld=tuple(Withheld(part=part, reason=withheld[part]) for part in withheld),
    )


def _code(given: str, codes: Any) -> str:
    if given not in set(codes):
        raise click.ClickException(f"{given!r} is no code here. There are: {', '.join(codes)}")
    return given


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"{text!r} is no moment, such as 2026-11-14T22:41Z") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _bundle(services: "Services", disclosure: UUID, *, by: UUID, previous: bytes | None) -> bytes:
    """The bundle, as soon as a witness has seen the disclosure."""
    import time

    from web.disclosing.finishing import NotSeenYetError
    from web.proof.proving import NotProvedError

    until = time.monotonic() + WAIT_SECONDS
    while True:
        if services.signs:
            # No other process may be signing now; if one does, both remember the same tree.
            services.checkpointing.look()
        try:
            return services.disclosing.bundle(disclosure, by=by, previous=previous)
        except NotSeenYetError:
            if time.monotonic() > until:
                end("No witness has seen it yet. Take the bundle from its page.", code=FAILED)
            time.sleep(LOOK_SECONDS)
        except NotProvedError as error:
            end(" ".join((error.__doc__ or "").split()), code=FAILED)
