"""Residents and arrests of the made-up force, and the example of a file that can be loaded."""

from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("residents", "arrests")


def examples() -> dict[str, bytes]:
    """The files by their name."""
    return {f"{name}.csv": (HERE / f"{name}.csv").read_bytes() for name in NAMES}
