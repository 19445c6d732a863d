"""Serving real records: the server, its units, the proxy before it, and how to install them."""

SHARED_FIGURES = "PROMETHEUS_MULTIPROC_DIR"
"""Names the directory in which the processes of one server add up what they count. The client library
reads this variable of its own when it is imported."""
