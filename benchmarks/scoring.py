"""Figures of one extractor over the open corpus, by the scorers that lie beside it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.acid_pages import fold
from benchmarks.shared import fresh_index, index, labelled_blocks, ledger_blocks, scorer
from extractors.model import Category

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from benchmarks.shared import Row

CATEGORIES: dict[str, frozenset[str]] = {
    "D": frozenset({Category.DONATION}),
    "N": frozenset({Category.NEWSLETTER}),
    "P": frozenset({Category.SUBSCRIPTION}),
    "R": frozenset({Category.REGISTRATION}),
    "F": frozenset({Category.FOLLOW}),
    "L": frozenset({Category.RELATED}),
    "A": frozenset({Category.ADVERT}),
    "T": frozenset({Category.TIP}),
    "B": frozenset({Category.LEGAL, Category.INTERFACE}),
}
# The appeals among the letters of ledger.jsonl, and the letter of a block that its reader could not tell.
APPEAL_LETTERS, UNCLEAR = "DNPRF", "U"
# From this many characters on, the scorers look for a block inside others.
LONG = 25


def score_appeals(rows: Mapping[str, Row]) -> dict[str, Any]:
    """What ``score_appeals.py`` makes of the rows."""
    result: dict[str, Any] = scorer("score_appeals").score(labelled_blocks(), texts(rows))
    return result


def score_body(rows: Mapping[str, Row]) -> tuple[dict[str, tuple[float, float, float]], dict[str, float], list[Any]]:
    """What ``score_body.py`` makes of the rows: F1, precision, recall by source; facts; pages by F1, worst first."""
    body, facts, pages = scorer("score_body").score(index(), rows)
    return body, facts, pages


def texts(rows: Mapping[str, Row]) -> dict[str, str]:
    """The text of each page."""
    return {page_id: row["text"] for page_id, row in rows.items()}


def _categories_of(block: str, ledger: list[tuple[str, str]]) -> list[str]:
    """The categories of the removals that are the block, else of those that it stands in or is made of."""
    wanted = fold(block)
    if same := [category for text, category in ledger if text == wanted]:
        return same
    inside = [category for text, category in ledger if len(wanted) >= LONG and wanted in text]
    return inside or [category for text, category in ledger if len(text) >= LONG and text in wanted]


def removed_blocks(rows: Mapping[str, Row]) -> Iterator[tuple[Row, list[str]]]:
    """Each labelled block, content apart, that stands in the ledger of its page, with the categories given there."""
    for page_id, blocks in labelled_blocks().items():
        removals = rows.get(page_id, {}).get("removals", [])
        ledger = [(fold(removal["text"]), removal["category"]) for removal in removals]
        for block in blocks:
            if block["label"] in CATEGORIES and (given := _categories_of(block["text"], ledger)):
                yield block, given


def category_counts(rows: Mapping[str, Row]) -> dict[str, Counter[str]]:
    """How often a label was given which category; the first right one counts where a block was removed twice."""
    counts: dict[str, Counter[str]] = {label: Counter() for label in CATEGORIES}
    for block, given in removed_blocks(rows):
        right = [category for category in given if category in CATEGORIES[block["label"]]]
        counts[block["label"]][(right or given)[0]] += 1
    return counts


def category_accuracy(counts: Mapping[str, Counter[str]]) -> float | None:
    """Blocks whose category is right, of all labelled blocks in ledgers; None where there are none."""
    right = sum(count[category] for label, count in counts.items() for category in CATEGORIES[label])
    total = sum(count.total() for count in counts.values())
    return right / total if total else None


def ledger_verdicts(rows: Mapping[str, Row], pages: Collection[str] | None = None) -> list[tuple[str, str]]:
    """For each block that somebody read the letter that it was given and what became of it here, as ``score_ledger.py``
    tells: ``kept``, ``unnamed`` or the letter of its category. Of some pages alone where told."""
    labels = {page: blocks for page, blocks in ledger_blocks().items() if pages is None or page in pages}
    found = scorer("score_ledger").verdicts(labels, rows)
    return [(row["label"], made) for row, made in found if row["label"] != UNCLEAR]


def ledger_truth(verdicts: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Of what is called an appeal the share that is that one; of true appeals the share that is cut and named right; of
    all blocks the share that is right."""
    called = [label == made for label, made in verdicts if made in APPEAL_LETTERS]
    true = [label == made for label, made in verdicts if label in APPEAL_LETTERS]
    right = [scorer("score_ledger").right(label, made) for label, made in verdicts]
    named = {"called_right": called, "true_right": true, "all_right": right}
    return {name: sum(each) / len(each) for name, each in named.items() if each}


def ledger_figures(rows: Mapping[str, Row]) -> dict[str, float]:
    """``ledger_truth`` of all pages, and of those in other languages than English."""
    other = {row["id"] for row in fresh_index() if row["lang"] != "en"}
    groups = {"ledger": ledger_verdicts(rows), "ledger.not_english": ledger_verdicts(rows, other)}
    return {f"{group}.{name}": share for group, found in groups.items() for name, share in ledger_truth(found).items()}


def figures(rows: Mapping[str, Row]) -> dict[str, float]:
    """All figures of one extractor by name, shares from 0 to 1."""
    appeals = score_appeals(rows)
    body, facts, _ = score_body(rows)
    found = {f"appeals.{name}": appeals[name] for name in ("residue", "dirty_pages", "promo", "content_kept")}
    found |= {f"body.{source}": f1 for source, (f1, _, _) in body.items()}
    found |= {f"facts.{name.replace(', ', ' ').replace(' ', '_')}": share for name, share in facts.items()}
    accuracy = category_accuracy(category_counts(rows))
    return found if accuracy is None else found | {"ledger.category": accuracy}


def against(ours: Mapping[str, float], theirs: Mapping[str, float]) -> dict[str, float]:
    """Where the aim is to beat trafilatura in the same run: our lead in F1 and kept content, our share of its promo."""
    leads = {f"lead.{name}": ours[name] - theirs[name] for name in ours if name.startswith("body.")}
    leads["lead.content_kept"] = ours["appeals.content_kept"] - theirs["appeals.content_kept"]
    if theirs["appeals.promo"]:
        leads["lead.promo_share"] = ours["appeals.promo"] / theirs["appeals.promo"]
    return leads
