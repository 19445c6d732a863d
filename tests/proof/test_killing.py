"""However a signer or a witness dies, it never signs two pasts, and goes on.

Spec: audit, 7.2, T31.
"""

import json
import subprocess
import sys
from pathlib import Path


def test_whichever_line_they_die_at_they_hold_to_what_they_signed(tmp_path: Path) -> None:
    """Of signing, of cosigning and of changing the key, each line in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.proof.killing", tmp_path],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )

    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found["wrong"] == []
    assert found["killed"] >= 200
    assert found["places"] >= 50
