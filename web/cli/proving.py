"""``uof verify`` and ``uof sign``: what was recorded, proved to whoever does not take our word."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli import access_verifying
from web.cli.ending import FAILED, end, told_to_stop
from web.settings import Settings

if TYPE_CHECKING:
    from domain.proof.notes import VerifierKey
    from web.proof.proving import Seen
    from web.proof.verifying import Place, Report

UNDECIDED = 2
"""What the command ends with when nothing could be decided, for whatever reason."""
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
TOLD = 20
RECEIPT_VKEY = "receipt.vkey"
LOOK_SECONDS = 5.0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--signer", type=FOLDER, help="The signer's folder; by default UOF_SIGNER.")
@click.option("--witness", type=FOLDER, help="A witness's folder; by default UOF_WITNESS.")
@click.option("--log-key", multiple=True, help="A public key of the log, from elsewhere.")
@click.option("--witness-key", multiple=True, help="A public key of the witness, from elsewhere.")
@click.option("--receipts", type=FOLDER, multiple=True, help="A folder of receipts that were kept.")
@click.option("--receipt-key", multiple=True, help="A public key of the receipts, from elsewhere.")
@click.option("--code", multiple=True, help="The code of a receipt that was written down.")
@click.option("--incremental", is_flag=True, help="Only what came since it was last proved.")
@click.option("--projections", is_flag=True, help="The read models too, against a rebuild.")
@click.option("--content", is_flag=True, help="What is sealed too, which needs the keys.")
@click.option("--keep", is_flag=True, help="Keep what came out, for the page and the next one.")
@click.option("--policy", type=FILE, help="Who is believed, from elsewhere; by default UOF_POLICY.")
def verify(
    *,
    as_json: bool,
    signer: Path | None,
    witness: Path | None,
    log_key: Sequence[str],
    witness_key: Sequence[str],
    receipts: Sequence[Path],
    receipt_key: Sequence[str],
    code: Sequence[str],
    incremental: bool,
    projections: bool,
    content: bool,
    keep: bool,
    policy: Path | None,
) -> None:
    """Recompute the log from its stored bytes, and hold it against what was signed of it.

    Without --content it needs no keys of what is sealed, and without --keep it writes nothing. Ends with 0
    if everything was proved, with 1 if tampering is shown, and with 2 if it could not be decided.
    """
    settings = Settings.from_environment()
    keys, of_access = access_verifying.apart(log_key, witness_key)

    from web.cli.verifying import Asked, verified

    try:
        folders = (signer or settings.signer_folder, witness or settings.witness_folder)
        if policy is None and not log_key and not witness_key:
            policy = settings.policy
        places = (
            _places(*folders, *keys)
            if policy is None
            else _places_of(policy, *folders, settings.published_folder)
        )
        report = verified(
            settings,
            places,
            Asked(
                receipts=receipts or (settings.receipts_folder,),
                receipt_keys=_keys(receipt_key, settings.receipts_folder / RECEIPT_VKEY),
                codes=code,
                incremental=incremental,
                projections=projections,
                content=content,
                keep=keep,
                shown=not as_json,
            ),
        )
        access = access_verifying.verified(settings, signer, witness, *of_access, policy=policy)
    except Exception as error:  # noqa: BLE001 - whatever stops it, nothing was shown
        said = str(error).partition("\n")[0] or type(error).__name__
        end(f"It could not be decided: {said}", code=UNDECIDED)
    if as_json:
        import json

        click.echo(json.dumps({**report.as_data(), "access_log": access.as_data()}, indent=2))
    else:
        _say(report)
        access_verifying.say(access)
    sys.exit(access_verifying.worse(report.verdict, access.verdict).exit_code)


@click.command()
@click.option("--once", is_flag=True, help="Sign once, now, and end.")
def sign(*, once: bool) -> None:
    """Sign the log as it grows, and have a witness see it, until interrupted.

    Run it as a user of its own, whose folder nobody else reads, with a login that only reads the log.
    """
    stop = told_to_stop()
    settings = Settings.from_environment()

    from contextlib import closing

    from domain.proof.growth import NotGrownError
    from domain.proof.notes import NotSignedError
    from web import logs, migrations
    from web.access_log.checkpointing import access_checkpointing
    from web.adapters.stores import RECORDS, Stores
    from web.proof.checkpointing import checkpointing, why

    logs.configure()
    with closing(Stores(settings)) as stores:
        migrations.check(stores, (RECORDS,), newer=settings.newer_tables)
        signs = checkpointing(settings, stores)
        access = access_checkpointing(settings, stores)
        if once:
            try:
                signs.checkpoint()
                access.checkpoint()
            except (NotGrownError, NotSignedError) as error:
                end(f"Not signed. {why(error)}", code=FAILED)
            click.echo(f"Signed: {settings.signer_folder / 'checkpoint'}")
            return
        signs.look()
        access.look()
        click.echo("Signing what is due. Stop with Ctrl-C.")
        while not (refused := signs.refused or access.refused) and not stop.wait(LOOK_SECONDS):
            signs.look()
            access.look()
        if refused:
            end(f"Not signed. {refused}", code=FAILED)


@click.group()
def proof() -> None:
    """What others can check, with programs that nobody here wrote."""


@proof.command("record")
@click.argument("reference")
@click.argument("directory", type=FOLDER)
def record_(*, reference: str, directory: Path) -> None:
    """Write the proof of every version of the record REFERENCE into DIRECTORY.

    Of each version, the entry of its leaf and a proof in the format c2sp.org/tlog-proof, with the newest
    checkpoint that the witness saw. The public keys to check it with come from elsewhere.
    """
    settings = Settings.from_environment()

    from contextlib import closing

    from projections.register.queries import by_reference
    from web.bootstrap import read_models
    from web.proof.proving import Prover, files_of

    seen = _seen(settings)
    with closing(read_models(settings)) as models:
        with models.views.engine().connect() as connection:
            found = by_reference(connection, reference)
        if found is None:
            end(f"There is no record {reference!r} in the read models.", code=FAILED)
        with _proving():
            prover = Prover(models.stores, lambda: seen)
            proved = prover.proofs(found.record, seen)
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in files_of(reference, proved).items():
        (directory / name).write_bytes(content)
    for one in proved:
        stands = f"leaf {one.proof.index}" if one.proof else "in no checkpoint yet"
        click.echo(f"Version {one.version} is {stands}.")


@proof.command("tiles")
@click.argument("directory", type=FOLDER)
def tiles(directory: Path) -> None:
    """Write the newest witnessed checkpoint and the tiles of its tree into DIRECTORY, for a mirror.

    Hashes alone, in the format c2sp.org/tlog-tiles: nothing of any record is in them.
    """
    settings = Settings.from_environment()

    from contextlib import closing

    from web.adapters.stores import Stores
    from web.proof.proving import export

    seen = _seen(settings)
    with closing(Stores(settings)) as stores, _proving():
        written = export(stores, seen, directory)
    click.echo(f"{written.new} tiles are new in {directory}.")
    if written.mended:
        click.echo(f"{written.mended} tiles there were damaged, and are written again.")


@proof.command("status")
def status() -> None:
    """Say when a checkpoint was published last, and when each witness cosigned.

    Ends with 1 if nothing was published for too long. Run it every few minutes, from elsewhere.
    """
    settings = Settings.from_environment()

    from contextlib import closing

    from web.adapters.stores import Stores
    from web.proof.silence import silence

    with closing(Stores(settings)) as stores:
        found = silence(settings, stores)
    if found.published is None:
        click.echo(f"There is no checkpoint in {settings.published_folder}, or it is damaged.")
    else:
        click.echo(f"{found.size} events were published {_ago(found.published)}.")
    if found.waiting is not None:
        click.echo(f"The first that is not published yet happened {_ago(found.waiting)}.")
    for name, age in found.witnesses.items():
        said = "has never cosigned" if age is None else f"cosigned {_ago(age)}"
        click.echo(f"Witness {name} {said}{', and is silent' if name in found.silent else ''}.")
    if found.is_alarming:
        end("Nothing was published for too long.", code=FAILED)


@proof.command("rotate")
def rotate() -> None:
    """Change the key that signs the log; the old one signs beside it for thirty days.

    Run it as the user that signs. Print the new public key elsewhere, and give it to every witness.
    """
    settings = Settings.from_environment()

    from contextlib import closing

    from web.adapters.stores import Stores
    from web.proof import reading
    from web.proof.rotating import rotate as change

    with closing(Stores(settings)) as stores, reading.looking_at_log(stores) as connection:
        new = change(settings.signer_folder, reading.origin(connection))
    click.echo(f"The new public key is {new.verifier}")


def _ago(seconds: float) -> str:
    return f"{round(seconds / 60)} minutes ago"


def _seen(settings: Settings) -> "Seen":
    """The newest checkpoint that the witness saw."""
    from web.proof.publishing import newest_of

    with _proving():
        seen = newest_of(settings)
    if seen is None:
        end("No witness has seen a checkpoint yet. Run: uof sign", code=FAILED)
    return seen


@contextmanager
def _proving() -> Iterator[None]:
    """What cannot be proved is said."""
    from web.proof.proving import NotProvedError

    try:
        yield
    except NotProvedError as error:
        end(" ".join((type(error).__doc__ or "").split()), code=FAILED)


def _places(
    signs: Path, sees: Path, log_key: Sequence[str], witness_key: Sequence[str]
) -> "list[Place]":
    """Where checkpoints may be kept, and whose signature counts there."""
    from application.verifying import Layer
    from web.proof.rotating import LOG_VKEY
    from web.proof.signing import WITNESS_VKEY
    from web.proof.verifying import Place

    # What a witness pinned counts for more than what lies beside the signer.
    log = _keys(log_key, sees / LOG_VKEY, signs / LOG_VKEY)
    seen = _keys(witness_key, sees / WITNESS_VKEY)
    found = []
    if log:
        found.append(Place(folder=signs, layer=Layer.CHECKPOINT, log=log))
    if log and seen:
        found.append(Place(folder=sees, layer=Layer.WITNESS, log=log, witness=seen))
    return found


def _places_of(file: Path, signs: Path, *see: Path) -> "list[Place]":
    """The same where a policy says whose signatures suffice."""
    from application.verifying import Layer
    from web.proof.publishing import policy_in
    from web.proof.verifying import Place

    policy = policy_in(file)
    log = [one.key for one in policy.logs]
    seen = [one.key for one in policy.witnesses.values()]
    places = [(signs, Layer.CHECKPOINT), *((folder, Layer.WITNESS) for folder in see)]
    return [
        Place(folder=folder, layer=layer, log=log, witness=seen, policy=policy)
        for folder, layer in places
    ]


def _keys(given: Sequence[str], *files: Path) -> "Sequence[VerifierKey]":
    """The keys that were given, or else those of the first file there is."""
    from domain.proof.notes import VerifierKey
    from web.proof.keys import verifier_keys

    if given:
        return [VerifierKey.parsed(one) for one in given]
    there = next((file for file in files if file.exists()), None)
    return verifier_keys(there) if there else ()


def _say(report: "Report") -> None:
    from domain.proof.base64 import encoded

    examined = report.examined
    size = examined.tree.size
    click.echo(f"{examined.origin}: {size} events, root {encoded(examined.tree.root())}")
    for key in report.keys:
        click.echo(f"Believed key: {key}")
    for one in examined.findings[:TOLD]:
        place = [
            f"leaf {one.index}" if one.index is not None else "",
            f"record {one.record}, version {one.version}" if one.record else "",
        ]
        where = ": ".join([one.layer.value, *filter(None, place)])
        click.echo(f"{where}: {one.what}.")
    if examined.found > TOLD:
        click.echo(f"And {examined.found - TOLD} more.")
    for sentence in examined.undecided:
        click.echo(sentence)
    read = f"{report.events} events in {report.reading_seconds:.1f} s"
    click.echo(f"Read {read}, {report.rate:,.0f} a second; {report.seconds:.1f} s in all.")
    click.echo(f"Verdict: {report.verdict.value}.")
    if examined.proved:
        click.echo(
            f"The first {examined.proved} events are those that were signed, and the first"
            f" {examined.witnessed} those that the witness saw; {size - examined.proved} after them"
            " are held together by this database alone."
        )
    if examined.promised:
        click.echo(f"Receipts that hold: {examined.kept_promises} of {len(examined.promised)}.")
    for code in sorted(examined.found_codes):
        click.echo(f"The code {code} names an event as it stands in the log.")
    if report.not_checked:
        click.echo(f"Not checked: {'; '.join(report.not_checked)}.")
