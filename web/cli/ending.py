"""How a command ends: with a sentence, or when somebody stops it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    import threading

FAILED, NOT_BEGUN = 1, 2


def end(sentence: str, *, code: int = NOT_BEGUN) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal is said as the sentence that a page would show."""
    from domain.errors import DomainError

    try:
        yield
    except DomainError as error:
        raise click.ClickException(error.sentence) from None


def told_to_stop() -> "threading.Event":
    """Set by Ctrl-C, and by the signal with which service managers stop."""
    import signal
    import threading

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def stand_by(stop: "threading.Event", *, fault: Callable[[], str]) -> None:
    """Wait until it is told to stop; end at once with what stands still."""
    while not stop.wait(1.0):
        if sentence := fault():
            end(sentence, code=FAILED)
