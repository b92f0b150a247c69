"""The acid test: which passages put into articles are left in, by extractor.

python -m benchmarks.acid [--passages FOLDER] [--seed N] [--without-peers] [--show N]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.acid_pages import AcidPage, build_pages, carriers, fold
from benchmarks.extractors import STET, installed_peers, outputs
from benchmarks.passages import PassageFileError, read_passages
from benchmarks.shared import PROJECT, CorpusMissingError, Row, scorer
from benchmarks.tables import percent, print_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

HELD_OUT = PROJECT / "training" / "held_out"
# By hands that knew neither the code nor what it learned from, the first slyer than outlets are, the third as outlets
# are; and short sentences as they stand between paragraphs.
FURTHER = {name: HELD_OUT / name for name in ("other_hands", "third_hands", "short")}
SEED = 1


class _Text:
    """An output, folded once, that can be asked for blocks by the rule of the open scorer."""

    def __init__(self, text: str) -> None:
        self.lines, self.whole = {fold(line) for line in text.split("\n")}, fold(text)

    def holds(self, block: str) -> bool:
        return bool(scorer("score_appeals").left_in(block, self.lines, self.whole))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one page. ``own_lost`` of ``own`` paragraphs of the article went with the passage."""

    page: AcidPage
    blocks_left: tuple[str, ...]
    own: int
    own_lost: int

    @property
    def kept(self) -> bool:
        """Whether the whole passage stands in the text."""
        return len(self.blocks_left) == len(self.page.blocks)


def judge(pages: Iterable[AcidPage], rows: Mapping[str, Row]) -> list[Verdict]:
    """``rows`` holds the output of each page and, for comparison, of each carrier."""
    verdicts = []
    for page in pages:
        text, plain = _Text(rows[page.id]["text"]), _Text(rows[page.carrier.source.id]["text"])
        left = tuple(block for block in page.blocks if text.holds(block))
        own = [paragraph for paragraph in page.carrier.body if plain.holds(paragraph)]
        verdicts.append(Verdict(page, left, len(own), sum(not text.holds(paragraph) for paragraph in own)))
    return verdicts


def share_left(verdicts: Iterable[Verdict]) -> float | None:
    """Blocks of appeals that are still there, of all."""
    pairs = [(len(verdict.blocks_left), len(verdict.page.blocks)) for verdict in verdicts if verdict.page.must_go]
    return sum(left for left, _ in pairs) / sum(total for _, total in pairs) if pairs else None


def share_kept(verdicts: Iterable[Verdict]) -> float | None:
    """Look-alike passages that are still there with all their blocks, of all."""
    kept = [verdict.kept for verdict in verdicts if not verdict.page.must_go]
    return sum(kept) / len(kept) if kept else None


def share_lost(verdicts: Iterable[Verdict]) -> float:
    """Paragraphs of the articles that are there without the passage and not with it, of all."""
    pairs = [(verdict.own_lost, verdict.own) for verdict in verdicts]
    return sum(lost for lost, _ in pairs) / max(1, sum(own for _, own in pairs))


def summary(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """The figures that have floors."""
    plain = [verdict for verdict in verdicts if verdict.page.form == "p"]
    figures = {
        "blocks_left": share_left(verdicts),
        "blocks_left_in_p": share_left(plain),
        "look_alikes_kept": share_kept(verdicts),
        "own_lost": share_lost(verdicts),
    }
    return {name: figure for name, figure in figures.items() if figure is not None}


def run(passages: Path, seed: int, without_peers: bool) -> dict[str, list[Verdict]]:
    """The verdicts of each extractor on the same pages."""
    pages = list(build_pages(read_passages(passages), carriers(), seed))
    used = {page.carrier.source.id: page.carrier.source for page in pages}
    sources = list(used.values()) + [page.source for page in pages]
    extractors = [STET, *([] if without_peers else installed_peers())]
    return {one.name: judge(pages, outputs(one, sources, f"{len(sources)} acid test pages")) for one in extractors}


def _by(verdicts: Iterable[Verdict], key: Callable[[AcidPage], str]) -> dict[str, list[Verdict]]:
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(key(verdict.page), []).append(verdict)
    return dict(sorted(groups.items()))


def print_verdicts(results: Mapping[str, list[Verdict]]) -> None:
    """One table: all, by form, by words, by kind, by language."""
    names = list(results)
    columns = ["", *(f"{name}\n{what}" for name in names for what in ("left", "kept", "own lost"))]
    rows: list[list[str]] = []
    keys: list[Callable[[AcidPage], str]] = [
        lambda _: "all",
        lambda page: f"form {page.form}",
        lambda page: ("with" if page.passage.obvious else "without") + " obvious words",
        lambda page: f"kind {page.passage.kind}",
        lambda page: f"language {page.passage.language}",
    ]
    for key in keys:
        groups = {name: _by(verdicts, key) for name, verdicts in results.items()}
        for group in groups[names[0]]:
            cells = [groups[name][group] for name in names]
            measures = (share_left, share_kept, share_lost)
            rows.append([group, *(percent(measure(cell)) for cell in cells for measure in measures)])
    print_table("Appeal blocks left, look-alike passages kept, own paragraphs lost", columns, rows)


def print_failures(verdicts: Iterable[Verdict], most: int) -> None:
    """What was left of appeals, and what was taken of look-alikes, up to ``most`` of each."""
    shown: Counter[bool] = Counter()
    for verdict in verdicts:
        page = verdict.page
        wrong = verdict.blocks_left if page.must_go else set(page.blocks) - set(verdict.blocks_left)
        if wrong and shown[page.must_go] < most:
            shown[page.must_go] += 1
            fate = "left" if page.must_go else "lost"
            print(f"{fate} {page.id} {page.form} {page.passage.language} {page.passage.kind}")
            print("".join(f"    {'*' if block in wrong else ' '} {block[:200]}\n" for block in page.blocks), end="")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.acid", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--passages", type=Path, default=HELD_OUT, help="folder of passages, one file a language")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N failures of each kind")
    arguments = parser.parse_args()
    try:
        results = run(arguments.passages, arguments.seed, arguments.without_peers)
    except (CorpusMissingError, PassageFileError) as error:
        sys.exit(f"acid test: {error}")
    print_verdicts(results)
    print_failures(results[STET.name], arguments.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
