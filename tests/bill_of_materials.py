"""What is shipped with us, from which versions and under which licences: ``make bom`` writes it anew.

The list is made by a well-kept tool of an environment that holds what is pinned and nothing else; here
addresses are taken out of it, which change without anything that is shipped changing. (Spec: audit, T72.)
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "sbom.cdx.json"
KEPT = ("type", "bom-ref", "name", "version", "purl", "licenses")


def without_addresses(listed: Mapping[str, Any]) -> dict[str, Any]:
    """A bill in CycloneDX, with what names and licenses each component and nothing more."""
    return {
        **{key: listed[key] for key in ("$schema", "bomFormat", "specVersion", "version")},
        "components": [
            {key: one[key] for key in KEPT if key in one} for one in listed["components"]
        ],
        "dependencies": listed["dependencies"],
    }


if __name__ == "__main__":
    listed = without_addresses(json.load(sys.stdin))
    FILE.write_text(json.dumps(listed, indent=1, sort_keys=True) + "\n", encoding="utf-8")
