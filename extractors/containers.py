"""What can be measured of each container, as columns: what it holds, what it stands in, what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.columns import range_sums
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
# What is counted of the containers around: blocks, links, ...
HELD = ("blocks", "links", "length", "prose", "controls", "email")
SIDE_ROLES = frozenset({"dialog", "alertdialog", "complementary", "banner", "contentinfo"})
# Readability's weights for a paragraph's own container, its parent and so on, as far as they pay.
CLOSENESS = (0.6, 1.0, 0.7, 0.4)


def lineage_steps(parent: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """For each container the one 1, 2, 4, 8 ... steps out, up to the longest lineage; past the root comes row -1."""
    steps = [np.append(parent, -1)]
    while ((further := steps[-1][steps[-1]]) >= 0).any():
        steps.append(further)
    return steps


class ContainerTable:
    """The containers of one document in columns, a row a container; parents stand before what they hold.

    ``labels`` numbers the distinct labels, ``label`` is the number of each container's.
    """

    def __init__(
        self,
        document: Document,
        heading: int,
        prose: NDArray[np.float64],
        length: NDArray[np.float64],
        links: NDArray[np.float64],
    ) -> None:
        self.document, self.containers = document, document.containers
        self.of_candidate = np.array([c.container.index for c in document.candidates], dtype=int)
        self.first = np.array([c.first for c in self.containers])
        self.last = np.array([c.last for c in self.containers])
        self.depth = np.array([c.depth for c in self.containers], dtype=float)
        self.parent = np.array([c.parent.index if c.parent else 0 for c in self.containers])
        self.steps = lineage_steps(np.array([c.parent.index if c.parent else -1 for c in self.containers]))
        self.labels: dict[str, int] = {}
        self.label = np.array([self.labels.setdefault(c.label, len(self.labels)) for c in self.containers])
        self.groups = self._groups()
        self.off_side = self._out_to(self._beside(heading)[:, None])[:, 0]
        prose = self.main_prose = self._without_off_side(prose)
        self.prose, self.length, self.links = range_sums(np.array([prose, length, links]), self.first, self.last)
        self.share = self.prose / (prose.sum() or 1.0)

    def _groups(self) -> NDArray[np.float32]:
        """Which groups the names of each container belong to."""
        bits = np.array([groups_of(label) for label in self.labels], dtype=np.int64)
        rows = (bits[:, None] >> np.arange(len(GROUP_NAMES)) & 1).astype(np.float32)
        of_containers: NDArray[np.float32] = rows[self.label]
        return of_containers

    def _beside(self, heading: int) -> NDArray[np.bool_]:
        """What stands beside the article by its tag or name: comments, sidebars, lists of other articles. What holds
        the headline (a candidate's index, -1 for none) is no such thing."""
        side = np.array([c.tag in SIDE_TAGS for c in self.containers])
        whole = np.array([c.tag in WHOLE_PAGE for c in self.containers])
        named = self.groups[:, sorted(OFF_SIDE)].any(axis=1) & ~whole
        beside: NDArray[np.bool_] = (side | named) & ~((self.first <= heading) & (heading < self.last))
        return beside

    def _innermost(self, marks: NDArray[np.generic]) -> NDArray[np.float64]:
        """For each column of marks the depth of the innermost marked container of each lineage, else -inf."""
        depth = np.where(marks, self.depth[:, None], -np.inf)
        depth = np.vstack([depth, np.full(depth.shape[1], -np.inf)])
        for step in self.steps:
            depth = np.maximum(depth, depth[step])
        return depth[:-1]

    def _out_to(self, marks: NDArray[np.generic]) -> NDArray[np.float64]:
        """Steps out to the innermost marked container, FAR at most."""
        return np.minimum(FAR, self.depth[:, None] - self._innermost(marks))

    def added_up(self, values: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """The sum of each column of values (a row a container) over each container's lineage."""
        total = np.vstack([values, np.zeros(values.shape[1])])
        for step in self.steps:
            total += total[step]
        return total[:-1]

    def _without_off_side(self, prose: NDArray[np.float64]) -> NDArray[np.float64]:
        """Prose that may be the article's: comments and sidebars can be longer than it, and do not count.

        Unless next to nothing is left, where the names must mean something else."""
        off = self.off_side[self.of_candidate] < FAR
        rest = np.where(off, 0.0, prose)
        return rest if rest.sum() > LEAST_MAIN * prose.sum() else prose

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
        held = np.array(
            [
                self.last - self.first,
                self.links / np.maximum(1, self.length),
                self.length,
                self.prose,
                self._marks(self.document.controls),
                self._marks(self.document.email_fields),
            ]
        )
        for name, of in (("parent", parent), ("grandparent", grandparent)):
            columns |= {f"{name}_{kind}": column for kind, column in zip(HELD, held[:, of], strict=True)}
        return columns

    def _upward(self, used: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        best = self.best()
        around_best = np.zeros(len(self.containers), dtype=bool)
        around_best[[c.index for c in best.lineage()]] = True
        marks = [*(self.share > least for least in (0.3, 0.5, 0.75)), around_best]
        up = self._out_to(np.column_stack(marks))[used]
        # Where the lineages meet: so far out from here, so far in from there.
        from_best = best.depth - self.depth[used] + up[:, 3]
        return dict(zip(("up30", "up50", "up75", "to_best", "from_best"), [*up.T, from_best], strict=True))

    def best(self) -> Container:
        """The container that holds most prose closely: Readability's candidate, with its weights by distance."""
        scores = np.zeros(len(self.containers))
        at = self.of_candidate
        for weight in CLOSENESS:
            np.add.at(scores, at, self.main_prose * weight)
            at = self.parent[at]
        return self.containers[int(scores.argmax())]

    def _inherited(self, used: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        near, often = self._out_to(self.groups)[used], self.added_up(self.groups)[used]
        tags = np.zeros((len(self.containers), len(TAGS)), dtype=np.float32)
        for c in self.containers:
            if c.tag in TAG_NUMBERS:
                tags[c.index, TAG_NUMBERS[c.tag]] = 1
        columns = {f"in_{tag}": column for tag, column in zip(TAGS, self.added_up(tags)[used].T, strict=True)}
        for number, group in enumerate(GROUP_NAMES):
            columns[f"near_{group}"], columns[f"often_{group}"] = near[:, number], often[:, number]
        return columns

    def _own(self, used: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        attributes, hidden, level, tag = np.array([_own_row(self.containers[number]) for number in used], dtype=float).T
        marks = np.zeros((len(self.containers), 3), dtype=bool)
        for c in self.containers:
            if c.tag == "nav" or "role" in c.attributes or "itemprop" in c.attributes:
                marks[c.index] = _inherited_row(c)
        navigation, side_role, article_body = (self._innermost(marks)[used] >= 0).astype(float).T
        return {
            "depth": self.depth[used],
            "attributes": attributes,
            "hidden": hidden,
            "navigation": navigation,
            "side_role": side_role,
            "article_body_markup": article_body,
            "heading_level": level,
            "tag": tag,
        }


def _own_row(container: Container) -> tuple[int, ...]:
    level = container.tag[1:]
    heading = int(level) if container.kind is BlockKind.HEADING and level.isdigit() else 0
    return container.attribute_count, container.hidden, heading, OWN_TAGS.get(container.tag, 0)


def _inherited_row(container: Container) -> tuple[bool, ...]:
    attributes, role = container.attributes, container.attributes.get("role")
    navigation = container.tag == "nav" or role == "navigation"
    return navigation, role in SIDE_ROLES, "articlebody" in attributes.get("itemprop", "").lower()
