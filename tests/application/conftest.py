from collections.abc import Iterator

import pytest

from tests.application.in_memory import InMemory, populated


@pytest.fixture
def memory() -> Iterator[InMemory]:
    """The use cases over a log in memory, with the people of the tests in them."""
    made = populated()
    yield made
    made.log.close()
    made.reader.close()
