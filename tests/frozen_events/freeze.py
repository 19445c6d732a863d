"""Write the samples that do not exist yet: ``python -m tests.frozen_events.freeze``."""

from pathlib import Path

from application.mapper import SealingMapper
from tests.frozen_events.expected import EXPECTED
from tests.frozen_events.key_ring import FixedKeyRing
from tests.frozen_events.samples import FOLDER, Name, names, write


def freeze(folder: Path = FOLDER) -> list[str]:
    """The names of the samples that were written. Older versions can no longer be written."""
    mapper = SealingMapper(FixedKeyRing())
    missing = [
        name
        for name, event in EXPECTED.items()
        if name not in names(folder) and Name.of(name).version == event.VERSION
    ]
    for name in missing:
        write(name, mapper.to_stored_event(EXPECTED[name]), folder)
    return missing


if __name__ == "__main__":
    for name in freeze():
        print(name)  # noqa: T201
