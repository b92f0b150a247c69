"""The order of the steps: freeze the list, read, learn what repeats, cut it, count."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from spiders.bulk.duplicates import find_duplicates
from spiders.bulk.manifest import file_names, finish, frozen
from spiders.bulk.repeats import learn
from spiders.bulk.steps import CutRepeats, ReadFiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from spiders.bulk.executors import Engine
    from spiders.bulk.steps import Bounds


def make_corpus(
    source: str, corpus: str, bounds: Bounds, engine_of: Callable[[int], Engine], *, duplicates: bool = False
) -> dict[str, Any]:
    """All of it; what is done already is passed over. ``engine_of`` is told how many files there are.

    Returns the counts. Raises CorpusError.
    """
    manifest = frozen(source, corpus, asdict(bounds))
    names = file_names(manifest)
    engine = engine_of(len(names))
    reading = ReadFiles(source, names, corpus, bounds, engine.readers)
    # Markers of what is done are those of as many tasks.
    engine.finish([reading], f"{corpus}/log/read-{engine.tasks}")
    learn(corpus, reading.parallel)
    engine.finish([CutRepeats(reading)], f"{corpus}/log/repeats-{engine.tasks}")
    if duplicates:
        find_duplicates(corpus, names, engine)
    return finish(corpus, manifest)
