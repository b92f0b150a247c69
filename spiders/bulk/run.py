"""The order of the steps: freeze the list, read, learn what repeats, cut it, count."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from spiders.bulk.manifest import CorpusError, finish, frozen
from spiders.bulk.repeats import learn
from spiders.bulk.steps import CutRepeats, ReadFiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from spiders.bulk.executors import Engine
    from spiders.bulk.steps import Bounds


def make_corpus(source: str, corpus: str, bounds: Bounds, engine_of: Callable[[int], Engine]) -> dict[str, Any]:
    """All of it; what is done already is passed over. ``engine_of`` is told how many files there are.

    Returns the counts. Raises CorpusError.
    """
    manifest = frozen(source, corpus, asdict(bounds))
    names = tuple(file["name"] for file in manifest["files"])
    engine, reading = engine_of(len(names)), ReadFiles(source, names, corpus, bounds)
    # Markers of what is done are those of as many tasks.
    _step(engine, reading, f"{corpus}/log/read-{engine.tasks}")
    learn(corpus)
    _step(engine, CutRepeats(reading), f"{corpus}/log/repeats-{engine.tasks}")
    return finish(corpus, manifest)


def _step(engine: Engine, step: Callable[[object, int, int], None], log: str) -> None:
    engine.run(step, log)
    if engine.kind == "slurm" and not engine.is_done(step, log):
        raise CorpusError("handed to Slurm; start the same again when its jobs are done")
