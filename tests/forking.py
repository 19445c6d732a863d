"""Processes that are forked from one which has read the modules once, and has neither threads nor connections.

Python keeps one such process, whoever asks for it first: so it is told here of all that they need.
"""

from multiprocessing import get_context

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.durability.writing", "tests.projections.competing"])
