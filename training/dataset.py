"""The corpus and the written passages as tables: what is measured of each block, what it is, which fold it is in."""

from __future__ import annotations

import hashlib
import pickle
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from lxml import etree, html

from benchmarks.acid_pages import AcidPage, build_pages, carriers
from benchmarks.passages import Passage, read_passages
from benchmarks.shared import fresh_index, index, labelled_blocks, ledger_blocks, page_bytes
from extractors.classifier.name_scores import name_tokens
from extractors.classifier.surroundings import Surroundings
from extractors.features.destinations import destinations_of
from extractors.model import Page
from extractors.page.reading import read_page
from extractors.text.words import fold
from training.labels import ARTICLE, OTHER, UNKNOWN, known_labels, targets
from training.labels_of_ours import DOUBTFUL, label_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from extractors.features.blocks import Features

PASSAGES = Path(__file__).parent / "passages"
CACHE = Path(__file__).parent.parent / "build" / "training.pickle"
FOLDS = 5
SEED = 7
# How the ids of pages with a passage begin; those of benchmarks.acid_pages do.
WRITTEN = "acid-"
# Blocks around a passage that are taken into the table with it.
AROUND = 4
# Of a label that its reader could not give.
UNCLEAR = "U"
FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
# An appeal left in a text and a passage lost from it count as much as a long paragraph.
PASSAGE_WEIGHT = 48.0


# Names that designers give to what holds an appeal of each kind: there it is told by more than its words.
NAMES = {
    "donation": "donate donation-box contribute-article support-us c-donation-appeal spenden-box membership-promo "
    "reader-revenue fundraising-banner contribute-teaser soutenir apoya-box",
    "newsletter": "newsletter newsletter-signup c-newsletter-box article-newsletter mailing-list newsletter__teaser "
    "email-signup newsletterbanner mc4wp-form",
    "subscription": "paywall subscribe-box subscription-promo abo-teaser piano-offer premium-offer offer",
    "registration": "regwall login-box register-prompt account-promo signin-wall login-form registration",
    "follow": "social-follow follow-us share-buttons app-promo whatsapp-channel social-share podcast-follow",
}


def named(passage: Passage, chance: random.Random) -> list[etree._Element]:
    """The blocks as paragraphs in a division with a telling name."""
    division = html.Element("div", {"class": chance.choice(NAMES[passage.kind].split())})
    for block in passage.blocks:
        etree.SubElement(division, "p").text = block
    return [division]


@dataclass(slots=True)
class Sample:
    """One page: its considered blocks in order, with target (1 article, 0 other, -1 unknown) and weight.

    ``around`` is what the context columns need; ``labels`` are letters of labelled blocks or the kinds of passages, by
    row; ``read`` those of the letters that tell all classes apart (ledger.jsonl and ours); ``led`` says of each
    row that was measured where its links lead.
    """

    id: str
    domain: str
    fold: int
    texts: list[str]
    names: list[list[str]]
    table: NDArray[np.float32]
    columns: tuple[str, ...]
    around: Surroundings
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    labels: dict[int, str]
    read: dict[int, str] = field(default_factory=dict)
    led: NDArray[np.bool_] = field(default_factory=lambda: destinations_of([]))

    @property
    def is_of_corpus(self) -> bool:
        """Whether it is a page of the corpus as it is, not one with a passage put in."""
        return not self.id.startswith(WRITTEN)


def fold_of(key: str) -> int:
    """The fold that a domain or a passage belongs to, the same in every run."""
    return int(hashlib.md5(key.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def measure(content: bytes, url: str) -> Features | None:
    """A page as the classifier sees it; None where it has no text."""
    reading = read_page(Page(url, content, {}, 200, FETCHED))
    return reading.features() if reading.document.candidates else None


def _sample(name: str, domain: str, features: Features) -> Sample:
    rows = features.rows
    chosen = [features.candidates[row] for row in rows]
    return Sample(
        name, domain, fold_of(domain), [c.text for c in chosen], [name_tokens(c.container) for c in chosen],
        features.table.astype(np.float32), features.columns, Surroundings.of(features),
        np.full(len(rows), UNKNOWN), np.zeros(len(rows)), {}, led=destinations_of(chosen),
    )  # fmt: skip


def corpus_sample(row: Mapping[str, Any]) -> Sample | None:
    """A page of the corpus with all that is known of its blocks."""
    features = measure(page_bytes(row["id"]), row["url"])
    if features is None:
        return None
    sample = _sample(row["id"], row["domain"], features)
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


def passage_sample(page: AcidPage, fold_number: int) -> Sample | None:
    """A page with a passage in it: the passage's blocks and the article's own around them."""
    features = measure(page.html, page.url)
    if features is None:
        return None
    sample = _sample(page.id, page.id, features)
    sample.fold = fold_number
    wanted, body = {fold(block) for block in page.blocks}, {fold(text) for text in page.carrier.body}
    folded = [fold(text) for text in sample.texts]
    inside = [i for i, text in enumerate(folded) if text in wanted]
    for row in inside:
        sample.target[row] = OTHER if page.is_appeal else ARTICLE
        sample.weight[row] = PASSAGE_WEIGHT
        sample.labels[row] = page.passage.kind
    around = {row + step for row in inside for step in range(-AROUND, AROUND + 1)} - set(inside)
    for row in around & set(range(len(folded))):
        if folded[row] in body:
            sample.target[row], sample.weight[row] = ARTICLE, PASSAGE_WEIGHT / 3
    return sample


def _numbered_passages() -> Iterator[tuple[Passage, str, int]]:
    """Each passage with a key and its fold. What stands at one place in the files of several languages was written as
    a family and stays in one fold; so does what one writer wrote alone, in a folder of its own."""
    places: Counter[str] = Counter()
    for passage in read_passages(PASSAGES):
        places[passage.language] += 1
        place = places[passage.language]
        yield passage, f"{passage.language} {place}", fold_of(f"passage {place // 8}")
    writers = sorted(folder for folder in PASSAGES.iterdir() if folder.is_dir())
    for number, folder in enumerate(writers):
        for place, passage in enumerate(read_passages(folder)):
            yield passage, f"{folder.name} {passage.language} {place}", number % FOLDS


def _has_page(key: str) -> bool:
    """Two fifths of the passages teach with a page around them, which takes most time; all with their words."""
    return fold_of(f"page {key}") < 2


def _passage_pages() -> Iterator[tuple[AcidPage, int]]:
    folds: dict[int, list[Passage]] = {}
    for passage, key, number in _numbered_passages():
        if _has_page(key):
            folds.setdefault(number, []).append(passage)
    domains = {row["id"]: row["domain"] for row in index()}
    pages = carriers()
    for number, passages in sorted(folds.items()):
        own = [carrier for carrier in pages if fold_of(domains[carrier.source.id]) == number]
        yield from ((page, number) for page in build_pages(passages, own, SEED, {"named": named}))


def _words_only(columns: tuple[str, ...]) -> Iterator[Sample]:
    """The passages without a page: nothing to measure, only words to learn."""
    for passage, key, number in _numbered_passages():
        if not _has_page(key):
            texts = list(passage.blocks)
            yield Sample(
                f"{WRITTEN}{key}", key, number, texts, [[] for _ in texts],
                np.zeros((len(texts), len(columns)), dtype=np.float32), columns, _alone(len(texts)),
                np.full(len(texts), UNKNOWN), np.zeros(len(texts)),
                dict.fromkeys(range(len(texts)), passage.kind),
            )  # fmt: skip


def _alone(count: int) -> Surroundings:
    """Blocks in one container."""
    zeros = np.zeros(count, dtype=int)
    return Surroundings(np.ones(count), zeros, zeros, zeros[:1], zeros[:1], zeros[:1], np.array([count]))


def _passage_sample(numbered: tuple[AcidPage, int]) -> Sample | None:
    return passage_sample(*numbered)


def load_samples(processes: int = 2) -> list[Sample]:
    """All samples, from ``build/training.pickle`` where it is: remove it after a change of what is measured."""
    if not CACHE.exists():
        CACHE.parent.mkdir(exist_ok=True)
        with Pool(processes) as pool:
            samples = [s for s in pool.imap(corpus_sample, [*index(), *fresh_index()], chunksize=16) if s and s.texts]
            samples += [s for s in pool.imap(_passage_sample, _passage_pages(), chunksize=16) if s and s.labels]
        samples += _words_only(samples[0].columns)
        CACHE.write_bytes(pickle.dumps(samples))
    loaded: list[Sample] = pickle.loads(CACHE.read_bytes())  # noqa: S301 - our own file
    return loaded
