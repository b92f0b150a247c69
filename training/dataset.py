"""The corpus and what was written, as samples."""

from __future__ import annotations

import pickle
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.shared import fresh_index, index, labelled_blocks, ledger_blocks, page_bytes
from training.labels import known_labels, targets
from training.labels_of_ours import DOUBTFUL, label_of
from training.samples import Sample, measure, sample_of
from training.written import passage_sample, words_only, written_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.acid_pages import AcidPage

CACHE = Path(__file__).parent.parent / "build" / "training.pickle"
# Of a label that its reader could not give.
UNCLEAR = "U"


def corpus_sample(row: Mapping[str, Any]) -> Sample | None:
    """A page of the corpus with all that is known of its blocks."""
    features = measure(page_bytes(row["id"]), row["url"])
    if features is None:
        return None
    sample = sample_of(row["id"], row["domain"], features)
    read = [label for label in ledger_blocks().get(row["id"], []) if label["label"] != UNCLEAR]
    labelled = [*labelled_blocks().get(row["id"], []), *read]
    sample.target, sample.weight = targets(row, labelled, sample.texts, sample.around.words)
    sample.labels = known_labels(row, labelled, sample.texts)
    sample.read = known_labels({"with": None, "without": None}, read, sample.texts)
    for number, text in enumerate(sample.texts):
        if letter := label_of(row["id"], text):
            sample.labels[number] = sample.read[number] = letter
        elif letter := label_of(row["id"], text, DOUBTFUL):
            sample.read[number] = letter
    return sample


def _written_sample(told: tuple[AcidPage, int, float]) -> Sample | None:
    return passage_sample(*told)


def load_samples(processes: int = 2) -> list[Sample]:
    """All samples, from ``build/training.pickle`` where it is: remove it after a change of what is measured."""
    if not CACHE.exists():
        CACHE.parent.mkdir(exist_ok=True)
        with Pool(processes) as pool:
            samples = [s for s in pool.imap(corpus_sample, [*index(), *fresh_index()], chunksize=16) if s and s.texts]
            samples += [s for s in pool.imap(_written_sample, written_pages(), chunksize=16) if s and s.labels]
        samples += words_only(samples[0].columns)
        CACHE.write_bytes(pickle.dumps(samples))
    loaded: list[Sample] = pickle.loads(CACHE.read_bytes())  # noqa: S301 - our own file
    return loaded
