"""What was written to learn from: passages, put into pages or by their words alone, and wordings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from lxml import etree, html

from benchmarks.acid_pages import BEHIND, BETWEEN, AcidPage, Carrier, build_pages, carriers
from benchmarks.passages import Passage, read_passages
from benchmarks.shared import index
from extractors.classifier.surroundings import Surroundings
from extractors.text.words import fold
from training.labels import ARTICLE, OTHER, UNKNOWN
from training.samples import FOLDS, WRITTEN, Sample, fold_of, measure, sample_of
from training.wordings import WORDINGS, read_wordings

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

# Appeals and what looks like them; and what else stands between and behind an article's paragraphs.
PASSAGES, ENDINGS = (Path(__file__).parent / name for name in ("passages", "endings"))
SEED = 7
# So many passages or wordings that stand together were written as a family: they are in one fold.
FAMILY = 8
# Blocks around a passage that are taken into the table with it.
AROUND = 4
# An appeal left in a text and a passage lost from it count as much as a long paragraph; whether a biography or a note
# behind the text belongs to it is a matter of taste.
PASSAGE_WEIGHT, ENDING_WEIGHT = 48.0, 16.0
# Names that designers give to what holds a passage of each kind: there it is told by more than its words.
NAMES = {
    "donation": "donate donation-box contribute-article support-us c-donation-appeal spenden-box membership-promo "
    "reader-revenue fundraising-banner contribute-teaser soutenir apoya-box",
    "newsletter": "newsletter newsletter-signup c-newsletter-box article-newsletter mailing-list newsletter__teaser "
    "email-signup newsletterbanner mc4wp-form",
    "subscription": "paywall subscribe-box subscription-promo abo-teaser piano-offer premium-offer offer",
    "registration": "regwall login-box register-prompt account-promo signin-wall login-form registration",
    "follow": "social-follow follow-us share-buttons app-promo whatsapp-channel social-share podcast-follow",
    "advert": "sponsor affiliate-disclosure advertorial-note cta-box product-promo",
    "tip": "feedback contact-us article-contact comment-prompt author-contact",
    "related": "read-more related more-stories further-reading teaser-inline",
    "legal": "disclaimer copyright boilerplate article-note syndication",
    "headline": "author-bio author-box article-credits about-the-author byline-footer",
}


def named(passage: Passage, chance: random.Random) -> list[etree._Element]:
    """The blocks as paragraphs in a division with a telling name."""
    division = html.Element("div", {"class": chance.choice(NAMES[passage.kind].split())})
    for block in passage.blocks:
        etree.SubElement(division, "p").text = block
    return [division]


def passage_sample(page: AcidPage, fold_number: int, weight: float) -> Sample | None:
    """A page with a passage in it: the passage's blocks and the article's own around them."""
    features = measure(page.html, page.url)
    if features is None:
        return None
    sample = sample_of(page.id, page.id, features)
    sample.fold = fold_number
    wanted, body = {fold(block) for block in page.blocks}, {fold(text) for text in page.carrier.body}
    folded = [fold(text) for text in sample.texts]
    inside = [i for i, text in enumerate(folded) if text in wanted]
    for row in inside:
        sample.target[row] = OTHER if page.must_go else ARTICLE
        sample.weight[row] = weight
        sample.labels[row] = page.passage.kind
    around = {row + step for row in inside for step in range(-AROUND, AROUND + 1)} - set(inside)
    for row in around & set(range(len(folded))):
        if folded[row] in body:
            sample.target[row], sample.weight[row] = ARTICLE, weight / 3
    return sample


def _writers(folder: Path) -> list[Path]:
    """Their folders, in an order."""
    return sorted(path for path in folder.iterdir() if path.is_dir())


def _numbered_passages() -> Iterator[tuple[Passage, str, int]]:
    """Each passage with a key and its fold. What stands at one place in the files of several languages was written as
    a family and stays in one fold; so does what one writer wrote alone, in a folder of its own."""
    places: Counter[str] = Counter()
    for passage in read_passages(PASSAGES):
        places[passage.language] += 1
        place = places[passage.language]
        yield passage, f"{passage.language} {place}", fold_of(f"passage {place // FAMILY}")
    for number, folder in enumerate(_writers(PASSAGES)):
        for place, passage in enumerate(read_passages(folder)):
            yield passage, f"{folder.name} {passage.language} {place}", number % FOLDS


def _has_page(key: str) -> bool:
    """Two fifths of the passages teach with a page around them, which takes most time; all with their words."""
    return fold_of(f"page {key}") < 2


def written_pages() -> Iterator[tuple[AcidPage, int, float]]:
    """Pages with a passage in them, each with its fold and how much its blocks count."""
    domains = {row["id"]: row["domain"] for row in index()}
    carriers_of: dict[int, list[Carrier]] = {}
    for carrier in carriers():
        carriers_of.setdefault(fold_of(domains[carrier.source.id]), []).append(carrier)
    folds: dict[int, list[Passage]] = {}
    for passage, key, number in _numbered_passages():
        if _has_page(key):
            folds.setdefault(number, []).append(passage)
    for number, passages in sorted(folds.items()):
        for page in build_pages(passages, carriers_of[number], SEED, {"named": named}):
            yield page, number, PASSAGE_WEIGHT
    for place, folder in enumerate(_writers(ENDINGS)):
        number, places = place % FOLDS, (*BETWEEN, BEHIND, BEHIND)
        for page in build_pages(read_passages(folder), carriers_of[number], SEED, {"named": named}, places):
            yield page, number, ENDING_WEIGHT


def words_only(columns: tuple[str, ...]) -> Iterator[Sample]:
    """What is written without a page, nothing to measure, only words to learn: passages and wordings."""
    for passage, key, number in _numbered_passages():
        if not _has_page(key):
            kinds = dict.fromkeys(range(len(passage.blocks)), passage.kind)
            yield _unplaced(key, number, passage.blocks, kinds, columns)
    for writer in _writers(WORDINGS):
        wordings = read_wordings(writer)
        for place in range(0, len(wordings), FAMILY):
            family, key = wordings[place : place + FAMILY], f"{writer.name} {place}"
            letters = {row: wording.letter for row, wording in enumerate(family)}
            sample = _unplaced(key, fold_of(key), [wording.text for wording in family], letters, columns)
            sample.read = letters
            yield sample


def _unplaced(
    key: str, fold_number: int, texts: Sequence[str], labels: dict[int, str], columns: tuple[str, ...]
) -> Sample:
    """Blocks in one container of no page."""
    count = len(texts)
    zeros = np.zeros(count, dtype=int)
    alone = Surroundings(np.ones(count), zeros, zeros, zeros[:1], zeros[:1], zeros[:1], np.array([count]))
    return Sample(
        f"{WRITTEN}{key}", key, fold_number, list(texts), [[] for _ in texts],
        np.zeros((count, len(columns)), dtype=np.float32), columns, alone,
        np.full(count, UNKNOWN), np.zeros(count), labels,
    )  # fmt: skip
