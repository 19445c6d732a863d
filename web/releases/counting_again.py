"""Counting an edition from the live read models, once they have come as far as it."""

from domain.errors import DomainError
from domain.releases.release import Edition, Release
from web.bootstrap import Services
from web.releases.counting import Made, made

PATIENCE = 30.0
"""Seconds that the read models may need to take in what was recorded last."""


class NotCaughtUpError(DomainError):
    """What was recorded last is not counted yet. Try again in a minute."""


def counted_again(services: Services, release: Release, edition: Edition) -> Made:
    """An edition, counted from the read models as far as its position.

    Raises:
        NotCaughtUpError: they have not come so far.
        UnknownVersionError: a newer version of the program counted it.

    """
    wait_for(services, edition.basis.position)
    with services.views.reading() as connection:
        return made(connection, release, edition)


def wait_for(services: Services, position: int) -> None:
    """Wait until what editions are counted from has come as far as this.

    Raises:
        NotCaughtUpError: it takes too long.

    """
    if not services.views.wait_for(position, seconds=PATIENCE, of=("versions",)):
        raise NotCaughtUpError
