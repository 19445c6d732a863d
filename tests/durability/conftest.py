"""A folder on which waiting for the disk costs nothing: what is judged here is what was waited for."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import memory


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder, in memory where there is room."""
    with tempfile.TemporaryDirectory(prefix="uof-durability-", dir=memory()) as made:
        yield Path(made)
