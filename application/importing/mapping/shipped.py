"""The mappings that come with the product, by name."""

from importlib.resources import files

SUFFIX = ".toml"


def shipped() -> dict[str, str]:
    """The text of each."""
    folder = files("application.importing.mapping").joinpath("mappings")
    return {
        one.name.removesuffix(SUFFIX): one.read_text(encoding="utf-8")
        for one in sorted(folder.iterdir(), key=lambda one: one.name)
        if one.name.endswith(SUFFIX)
    }
