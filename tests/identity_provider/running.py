"""Running the identity provider of ``provider.js`` for as long as a test needs it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.requirements import need

HERE = Path(__file__).parent
MODULES = HERE.parent.parent / ".node" / "node_modules"
CLIENT, SECRET = "use-of-force-records", "made-up-secret"


@contextmanager
def provider(port: int, *, service: str) -> Iterator[str]:
    """The issuer, while it runs; it sends people back to this service and to no other."""
    node = shutil.which("node")
    installed = node and (MODULES / "oidc-provider").is_dir()
    need(
        installed, "No identity provider is installed: sh tests/prepare.sh (it needs node and npm)"
    )
    process = subprocess.Popen(
        [
            str(node),
            str(HERE / "provider.js"),
            str(MODULES),
            str(port),
            f"{service}/signin/provider/back",
            f"{service}/signin",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        # Another name of this machine than the service has: to a browser, another site.
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)
        if process.stdout:
            process.stdout.close()
