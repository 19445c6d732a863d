"""Reading the versions that were ever used."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

Content = Mapping[str, Any]
LISTS, RULES = "lists", "rules"


def pinned(name: str) -> dict[int, Content]:
    """Every version of the lists or of the rules, by number."""
    found = {}
    for one in files(__package__).iterdir():
        if number := re.fullmatch(rf"{name}-([0-9]+)\.json", one.name):
            content: Content = json.loads(one.read_text(encoding="utf-8"))
            found[int(number[1])] = content
    return dict(sorted(found.items()))
