"""What repetition finds on the outlets of the open corpus that have five pages or more.

``python -m benchmarks.corpus_repeats``. Pages are read without site files, to see what the other layers leave to it.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections import defaultdict

from benchmarks.extractors import PROCESSES, Source, extract_source
from benchmarks.quality import open_source
from benchmarks.shared import CorpusMissingError, index, labelled_blocks
from benchmarks.tables import print_table
from extractors.learning.repetition import find_repeats
from extractors.model import KeptText
from extractors.text.words import fold

FEWEST = 5  # pages
SHOWN = 90  # characters of a block


def kept_text(source: Source) -> tuple[str, KeptText] | None:
    """When the page is dated, and its text as learning reads it; None where it has no article."""
    extraction = extract_source(source)
    article = extraction.article
    if article is None:
        return None
    lines = tuple(block.text for block in article.blocks)
    cut = tuple((removal.position, removal.text) for removal in extraction.removals)
    marks = frozenset({*article.authors, *filter(None, [article.section])})
    return article.published or "", KeptText(0, article.title, lines, cut, marks)


def outlets() -> dict[str, list[Source]]:
    """The pages of each outlet that has enough of them."""
    pages: dict[str, list[Source]] = defaultdict(list)
    for row in index():
        pages[row["domain"]].append(open_source(row))
    return {domain: sources for domain, sources in sorted(pages.items()) if len(sources) >= FEWEST}


def labels_of(sources: list[Source]) -> dict[str, str]:
    """What people called the blocks of these pages."""
    return {fold(row["text"]): row["label"] for source in sources for row in labelled_blocks().get(source.id, [])}


def rows() -> list[tuple[object, ...]]:
    """A row for each block that was found."""
    found: list[tuple[object, ...]] = []
    with multiprocessing.get_context("forkserver").Pool(PROCESSES) as pool:
        for domain, sources in outlets().items():
            read = sorted(filter(None, pool.map(kept_text, sources, chunksize=4)), key=lambda dated: dated[0])
            labels = labels_of(sources)
            for learned in find_repeats([text for _, text in read]):
                of = f"{learned.repeat.articles} of {len(read)}"
                label = labels.get(fold(learned.text), "-")
                found.append((domain, of, learned.repeat.category, label, learned.text[:SHOWN]))
    return found


def main() -> None:
    """Print the table; label C would be content that people marked as such."""
    try:
        table = rows()
    except CorpusMissingError as error:
        sys.exit(f"corpus repeats: {error}")
    title = f"{len(table)} blocks that repeat, on {len({row[0] for row in table})} of {len(outlets())} outlets"
    print_table(title, ("outlet", "articles", "category", "label", "text"), table)


if __name__ == "__main__":
    main()
