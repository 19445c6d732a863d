"""Files of a published edition are the same for ever: their digests are kept beside this test."""

from tests.releases import golden
from web.bootstrap import Services
from web.releases.document import LAYOUT


def test_two_editions_have_the_files_that_they_had_when_their_layout_was_made(
    services: Services,
) -> None:
    # Another digest? What was published can no longer be made again: make another layout instead.
    assert golden.story(services) == golden.kept(LAYOUT)
