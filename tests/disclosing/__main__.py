"""How long a recipient waits: ``python -m tests.disclosing`` makes one large bundle, and verifies it.

A record of a thousand events is disclosed whole, and verified by the Pythons that are on this machine, each in a
process of its own. The specification asks for less than ten seconds.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from domain.codelists.disclosures import KindOfDisclosure
from tests import installations
from tests.disclosing.bundles import bundle, keys_of, terms
from tests.disclosing.test_verify import PYTHONS, found_python
from tests.fakes import FakeClock
from tests.people import STANDARDS
from tests.web import given
from web.bootstrap import install
from web.disclosing.contents import VERIFIER


@click.command()
@click.option("--events", default=1000, show_default=True, help="In the record.")
def main(events: int) -> None:
    """Make the bundle, and say how long each Python took to verify it."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        settings, clock = installations.sqlite_settings(there / "data"), FakeClock()
        install(settings)
        with installations.opened(settings, clock) as services:
            installations.populate(services)
            record = given.submitted(services)
            for number in range(events - 2):
                text = f"Note {number}: looked at again, and nothing was found to add to it."
                services.records.add_note(record.id, text, requester=STANDARDS.asks())
            began = time.monotonic()
            made = bundle(
                services, [record], terms(KindOfDisclosure.PROCEEDINGS, clock.now(), withheld={})
            )
            click.echo(f"made in {time.monotonic() - began:.1f} s, {len(made):,} bytes")
            options = keys_of(settings).options
        (there / "bundle.zip").write_bytes(made)
        shutil.copy(VERIFIER, there / "verify.py")
        for version in PYTHONS:
            if python := found_python(version):
                click.echo(f"Python {version}: {_verified(python, there, options):.1f} s")


def _verified(python: str, there: Path, options: list[str]) -> float:
    began = time.monotonic()
    command = [python, "-I", "-S", "verify.py", "bundle.zip", *options]
    ended = subprocess.run(command, cwd=there, capture_output=True, text=True)
    if ended.returncode:
        sys.exit(ended.stdout + ended.stderr)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
