"""What can be measured of each container, as columns: what it holds, what it stands in, what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extractors.model import BlockKind
from extractors.names import GROUP_NAMES, OFF_SIDE, groups_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractors.document import Container, Document

FAR = 30.0
SIDE_TAGS = frozenset({"aside", "nav", "footer", "dialog"})
WHOLE_PAGE = frozenset({"html", "body", "main"})
# The part of a page's prose that must be left for the names of what stands beside it to be believed.
LEAST_MAIN = 0.05
TAGS = ("article", "main", "aside", "footer", "header", "nav", "form", "figure", "table", "li", "blockquote", "section")
TAG_NUMBERS = {tag: number for number, tag in enumerate(TAGS)}
OWN_TAGS = {"p": 1, "div": 2, "span": 3, "li": 4, "td": 5, "section": 6}
SIDE_ROLES = frozenset({"dialog", "alertdialog", "complementary", "banner", "contentinfo"})
# Readability's weights for a paragraph's own container, its parent and so on, as far as they pay.
CLOSENESS = (0.6, 1.0, 0.7, 0.4)


def off_side_steps(document: Document, heading: int) -> list[float]:
    """For each container the steps out to one that stands beside the article by its tag or name: comments, sidebars,
    lists of other articles. What holds the headline (a candidate's index, -1 for none) is no such thing."""
    steps: list[float] = []
    for c in document.containers:
        above = steps[c.parent.index] if c.parent else FAR
        beside = c.tag in SIDE_TAGS or (c.tag not in WHOLE_PAGE and not groups_of(c.label).isdisjoint(OFF_SIDE))
        steps.append(0.0 if beside and not c.first <= heading < c.last else min(FAR, above + 1))
    return steps


class ContainerTable:
    """The containers of one document in columns, a row a container; parents stand before what they hold."""

    def __init__(
        self,
        document: Document,
        heading: int,
        prose: NDArray[np.float64],
        length: NDArray[np.float64],
        links: NDArray[np.float64],
    ) -> None:
        self.document, self.containers = document, document.containers
        self.off_side = np.array(off_side_steps(document, heading))
        prose = self.main_prose = self._without_off_side(prose)
        self.first = np.array([c.first for c in self.containers])
        self.last = np.array([c.last for c in self.containers])
        self.parent = np.array([c.parent.index if c.parent else 0 for c in self.containers])
        self.prose, self.length, self.links = self._held(prose), self._held(length), self._held(links)
        self.share = self.prose / (prose.sum() or 1.0)

    def _without_off_side(self, prose: NDArray[np.float64]) -> NDArray[np.float64]:
        """Prose that may be the article's: comments and sidebars can be longer than it, and do not count.

        Unless next to nothing is left, where the names must mean something else."""
        off = self.off_side[[c.container.index for c in self.document.candidates]] < FAR
        rest = np.where(off, 0.0, prose)
        return rest if rest.sum() > LEAST_MAIN * prose.sum() else prose

    def _held(self, column: NDArray[np.float64]) -> NDArray[np.float64]:
        before = np.concatenate([[0.0], np.cumsum(column)])
        held: NDArray[np.float64] = before[self.last] - before[self.first]
        return held

    def _marks(self, marks: list[int]) -> NDArray[np.float64]:
        return (np.searchsorted(marks, self.last + 1) - np.searchsorted(marks, self.first)).astype(float)

    @property
    def grandparent_links(self) -> NDArray[np.float64]:
        """The link density around each container: links of all text, two steps out."""
        density = self.links / np.maximum(1, self.length)
        around: NDArray[np.float64] = density[self.parent[self.parent]]
        return around

    def columns(self, used: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        """One column a feature, a row for each of the ``used`` containers."""
        off_side = {"off_side": self.off_side[used]}
        return {**self._around(used), **self._upward(used), **self._inherited(used), **self._own(used), **off_side}

    def _around(self, used: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        parent = self.parent[used]
        grandparent = self.parent[parent]
        columns = {"share0": self.share[used], "share1": self.share[parent], "share2": self.share[grandparent]}
        columns["share3"] = self.share[self.parent[grandparent]]
        density = self.links / np.maximum(1, self.length)
        controls, email = self._marks(self.document.controls), self._marks(self.document.email_fields)
        for name, of in (("parent", parent), ("grandparent", grandparent)):
            columns[f"{name}_blocks"] = (self.last - self.first)[of].astype(float)
            columns[f"{name}_links"] = density[of]
            columns[f"{name}_length"] = self.length[of]
            columns[f"{name}_prose"] = self.prose[of]
            columns[f"{name}_controls"] = controls[of]
            columns[f"{name}_email"] = email[of]
        return columns

    def _upward(self, used: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        best = {c.index: float(steps) for steps, c in enumerate(self.best().lineage())}
        rows: list[tuple[float, ...]] = []
        share, parents = self.share.tolist(), self.parent.tolist()
        for number, held in enumerate(share):
            above = rows[parents[number]] if number else (FAR,) * 5
            rows.append(
                (
                    0 if held > 0.3 else min(FAR, above[0] + 1),
                    0 if held > 0.5 else min(FAR, above[1] + 1),
                    0 if held > 0.75 else min(FAR, above[2] + 1),
                    0 if number in best else min(FAR, above[3] + 1),
                    best.get(number, above[4]),
                )
            )
        return dict(
            zip(
                ("up30", "up50", "up75", "to_best", "from_best"),
                np.array([rows[number] for number in used]).T,
                strict=True,
            )
        )

    def best(self) -> Container:
        """The container that holds most prose closely: Readability's candidate, with its weights by distance."""
        scores = np.zeros(len(self.containers))
        at = np.array([c.container.index for c in self.document.candidates], dtype=int)
        for weight in CLOSENESS:
            np.add.at(scores, at, self.main_prose * weight)
            at = self.parent[at]
        return self.containers[int(scores.argmax())]

    def _inherited(self, used: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        marks = self._lineage_marks()
        tags, depths, counts = zip(*(marks[number] for number in used), strict=True)
        depth = np.array([self.containers[number].depth for number in used], dtype=float)
        near = np.minimum(FAR, depth[:, None] - np.array(depths, dtype=float))
        often, tagged = np.array(counts, dtype=float), np.array(tags, dtype=float)
        columns = {f"in_{tag}": tagged[:, column] for column, tag in enumerate(TAGS)}
        for column, group in enumerate(GROUP_NAMES):
            columns[f"near_{group}"], columns[f"often_{group}"] = near[:, column], often[:, column]
        return columns

    def _lineage_marks(self) -> list[tuple[list[int], list[float], list[int]]]:
        """For each container how often each tag stands in its lineage, and of each group of names the depth where it
        stands last and how often it does. Rows are shared with the parent until something differs."""
        rows: list[tuple[list[int], list[float], list[int]]] = []
        top = ([0] * len(TAGS), [-FAR] * len(GROUP_NAMES), [0] * len(GROUP_NAMES))
        for c in self.containers:
            tags, depths, counts = rows[c.parent.index] if c.parent else top
            if c.tag in TAG_NUMBERS:
                tags = tags.copy()
                tags[TAG_NUMBERS[c.tag]] += 1
            if groups := groups_of(c.label):
                depths, counts = depths.copy(), counts.copy()
                for group in groups:
                    depths[group] = c.depth
                    counts[group] += 1
            rows.append((tags, depths, counts))
        return rows

    def _own(self, used: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        rows: list[tuple[float, ...]] = []
        for c in self.containers:
            role, above = c.element.get("role"), rows[c.parent.index] if c.parent else (0,) * 8
            rows.append(
                (
                    c.depth,
                    len(c.element.attrib),
                    c.hidden,
                    above[3] or c.tag == "nav" or role == "navigation",
                    above[4] or role in SIDE_ROLES,
                    above[5] or "articlebody" in (c.element.get("itemprop") or "").lower(),
                    int(c.tag[1]) if c.kind is BlockKind.HEADING and c.tag[1:].isdigit() else 0,
                    OWN_TAGS.get(c.tag, 0),
                )
            )
        names = (
            "depth",
            "attributes",
            "hidden",
            "navigation",
            "side_role",
            "article_body_markup",
            "heading_level",
            "tag",
        )
        return dict(zip(names, np.array([rows[number] for number in used], dtype=float).T, strict=True))
