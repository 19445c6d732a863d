"""A process that rebuilds the read models, to be killed in the middle."""

from contextlib import closing
from multiprocessing.connection import Connection as Pipe

from projections.rebuild import rebuild
from tests.projections.competing import PROCESSES
from web.bootstrap import read_models
from web.settings import Settings


def die_while_rebuilding(settings: Settings) -> None:
    """Begin a rebuild in another process, and end that without a word once it has built something."""
    building, told = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_rebuild, args=(settings, told), daemon=True)
    process.start()
    told.close()
    assert building.poll(60), "it never began"
    building.recv()
    process.kill()
    process.join()
    building.close()
    process.close()


def _rebuild(settings: Settings, told: Pipe) -> None:
    def stop_here(_done: int, _all: int) -> None:
        told.send(True)
        told.poll(600)  # until it is killed

    with closing(read_models(settings)) as models:
        rebuild(models.views, models.reader, progress=stop_here)
