"""What a process makes before it serves stays as long as the process does.

Context. Python looks through everything that is alive each time enough was made anew: with the libraries and
the application in memory some 0.2 s, five times while the page of a large report is made. Decision. Whoever
serves says once that all of it stays, and it is not looked through again. Consequence: what is made while a
page is answered is still let go as ever; only a process that serves to its end may say so. Kept by
``tests/web/test_settling.py``.
"""

import gc


def settled() -> None:
    """All that is alive now stays."""
    # First let go what nobody holds: it would stay as well.
    gc.collect()
    gc.freeze()
