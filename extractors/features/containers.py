"""What can be measured of each container, as columns: what it holds, what it stands in, what it is called."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from extractors.features.lineages import NOWHERE, Lineages
from extractors.features.names import GROUP_NAMES, OFF_SIDE, groups_of
from extractors.features.tables import range_sums

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from extractors.html.document import Container, Document

FAR = 30
# The part of a page's prose that must be left for the names of what stands beside it to be believed.
LEAST_MAIN = 0.05
COMMENT = GROUP_NAMES.index("comment")
TAGS = ("article", "main", "aside", "footer", "header", "nav", "form", "figure", "table", "li", "blockquote", "section")
LEVELS = {f"h{level}": level for level in range(1, 7)}
# The first stands for all others.
KNOWN_TAGS = ("", *TAGS, "p", "div", "span", "td", "dialog", "html", "body", *LEVELS)
TAG_NUMBERS = {tag: number for number, tag in enumerate(KNOWN_TAGS)}
OWN_TAGS = {"p": 1, "div": 2, "span": 3, "li": 4, "td": 5, "section": 6}
OWN_ROWS = np.array([(LEVELS.get(tag, 0), OWN_TAGS.get(tag, 0)) for tag in KNOWN_TAGS])
TAG_ROWS = np.array([[tag == other for other in TAGS] for tag in KNOWN_TAGS], dtype=np.int32)
SIDE_ROLES = frozenset({"dialog", "alertdialog", "complementary", "banner", "contentinfo"})
# What is counted of the containers around: blocks, links, ...
HELD = ("blocks", "links", "length", "prose", "controls", "email")
# Readability's weights for a paragraph's own container, its parent and so on, as far as they pay.
CLOSENESS = (0.6, 1.0, 0.7, 0.4)
UP = (0.3, 0.5, 0.75)
COLUMNS = (
    *(f"share{steps}" for steps in range(4)),
    *(f"{around}_{held}" for held in HELD for around in ("parent", "grandparent")),
    *(f"up{round(100 * least)}" for least in UP), "to_best", "from_best",
    *(f"near_{group}" for group in GROUP_NAMES), "off_side",
    "navigation", "side_role", "article_body_markup",
    *(f"often_{group}" for group in GROUP_NAMES), *(f"in_{tag}" for tag in TAGS),
    "heading_level", "tag", "depth", "attributes", "hidden",
)  # fmt: skip


def _numbered(tags: Collection[str]) -> NDArray[np.bool_]:
    """Whether the tag of each number is one of these."""
    return np.array([tag in tags for tag in KNOWN_TAGS])


IS_SIDE = _numbered({"aside", "nav", "footer", "dialog"})
IS_WHOLE_PAGE = _numbered({"html", "body", "main"})


class ContainerTable:
    """The containers of one document in columns, a row a container; parents stand before what they hold.

    ``labels`` numbers the distinct labels, ``label`` is the number of each container's; ``tag`` numbers its tag as in
    ``KNOWN_TAGS``.
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
        self.tag = np.array([TAG_NUMBERS.get(c.tag, 0) for c in self.containers])
        parent = np.array([c.parent.index if c.parent else -1 for c in self.containers])
        self.parent = np.maximum(parent, 0)
        self.depth = np.array([c.depth for c in self.containers], dtype=np.int32)
        self.lineages = Lineages(parent, self.depth)
        self.labels: dict[str, int] = {}
        self.label = np.array([self.labels.setdefault(c.label, len(self.labels)) for c in self.containers])
        self.groups = self._groups()
        self._spare_opinions(heading, prose)
        self.near = self._near(heading)
        prose = self.main_prose = self._without_off_side(prose)
        self.prose, self.length, self.links = range_sums(np.array([prose, length, links]), self.first, self.last)
        self.share = self.prose / (prose.sum() or 1.0)

    def _groups(self) -> NDArray[np.bool_]:
        """Which groups the names of each container belong to."""
        bits = np.array([groups_of(label) for label in self.labels], dtype=np.int64)
        rows = (bits[:, None] >> np.arange(len(GROUP_NAMES)) & 1).astype(bool)
        of_containers: NDArray[np.bool_] = rows[self.label]
        return of_containers

    def _spare_opinions(self, heading: int, prose: NDArray[np.float64]) -> None:
        """What is called a comment and is the first text below the headline, once and without a form, is an opinion."""
        if heading < 0 or not self.groups[:, COMMENT].any() or not prose[heading + 1 :].any():
            return
        below = heading + 1 + int(np.flatnonzero(prose[heading + 1 :])[0])
        first = self.containers[int(self.of_candidate[below])]
        called = [step for step in first.lineage() if self.groups[step.index, COMMENT]]
        if not called or called[-1].first <= heading or self.document.held(self.document.controls, called[-1]):
            return
        inside = slice(called[-1].index, None)
        is_inside = (self.first[inside] >= called[-1].first) & (self.last[inside] <= called[-1].last)
        places = called[-1].index + np.flatnonzero(is_inside & self.groups[inside, COMMENT])
        if len(set(self.label[places].tolist())) == len(places):
            self.groups[places, COMMENT] = False

    def _near(self, heading: int) -> NDArray[np.int32]:
        """Steps out to the innermost container of each group, to what stands beside the article, FAR at most; then
        whether it stands in navigation, in what has a side's role, in what the page marks as the article's body."""
        marks = np.column_stack([self.groups, self._beside(heading), self._marked()])
        innermost = self.lineages.innermost(marks)
        steps = len(GROUP_NAMES) + 1
        innermost[:, :steps] = np.minimum(FAR, self.depth[:, None] - innermost[:, :steps])
        innermost[:, steps:] = innermost[:, steps:] != NOWHERE
        return innermost

    def _beside(self, heading: int) -> NDArray[np.bool_]:
        """What stands beside the article by its tag or name: comments, sidebars, lists of other articles. What holds
        the headline (a candidate's index, -1 for none) is no such thing."""
        named = self.groups[:, sorted(OFF_SIDE)].any(axis=1) & ~IS_WHOLE_PAGE[self.tag]
        beside: NDArray[np.bool_] = (IS_SIDE[self.tag] | named) & ~((self.first <= heading) & (heading < self.last))
        return beside

    def _marked(self) -> NDArray[np.bool_]:
        marked = np.zeros((len(self.containers), 3), dtype=bool)
        marked[:, 0] = self.tag == TAG_NUMBERS["nav"]
        for c in self.containers:
            if "role" in c.attributes or "itemprop" in c.attributes:
                role, kind = c.attributes.get("role"), c.attributes.get("itemprop", "")
                marked[c.index] |= (role == "navigation", role in SIDE_ROLES, "articlebody" in kind.lower())
        return marked

    def _without_off_side(self, prose: NDArray[np.float64]) -> NDArray[np.float64]:
        """Prose that may be the article's: comments and sidebars can be longer than it, and do not count.

        Unless next to nothing is left, where the names must mean something else."""
        off = self.near[self.of_candidate, len(GROUP_NAMES)] < FAR
        rest = np.where(off, 0.0, prose)
        return rest if rest.sum() > LEAST_MAIN * prose.sum() else prose

    @cached_property
    def link_density(self) -> NDArray[np.float64]:
        """Links of all text in each container."""
        density: NDArray[np.float64] = self.links / np.maximum(1, self.length)
        return density

    def table(self, used: NDArray[np.int64]) -> NDArray[np.float64]:
        """A row for each of the ``used`` containers, which may come more than once; columns as in ``COLUMNS``."""
        own = [self.containers[number] for number in used.tolist()]
        counted = self.lineages.added_up(np.hstack([self.groups, TAG_ROWS[self.tag]], dtype=np.int32))
        return np.hstack([
            *self._around(used), self._upward(used), self.near[used], counted[used], OWN_ROWS[self.tag[used]],
            self.depth[used, None], np.array([(len(c.attributes), c.hidden) for c in own]),
        ])  # fmt: skip

    def _around(self, used: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The shares of each container, its parent and so on; what parent and grandparent hold."""
        parent = self.parent[used]
        grandparent = self.parent[parent]
        outward = np.array([used, parent, grandparent, self.parent[grandparent]])
        around = outward[1:3]
        first, last = self.first[around], self.last[around]
        held = [
            last - first, self.link_density[around], self.length[around], self.prose[around],
            _between(self.document.controls, first, last), _between(self.document.email_fields, first, last),
        ]  # fmt: skip
        return self.share[outward].T, np.concatenate(held).T

    def _upward(self, used: NDArray[np.int64]) -> NDArray[np.float64]:
        best = self.best()
        around_best = np.zeros(len(self.containers), dtype=bool)
        around_best[[c.index for c in best.lineage()]] = True
        marks = np.column_stack([*(self.share > least for least in UP), around_best])
        up = np.minimum(FAR, self.depth[used, None] - self.lineages.innermost(marks)[used])
        # Where the lineages meet: so far out from here, so far in from there.
        from_best = best.depth - self.depth[used] + up[:, 3]
        return np.column_stack([up, from_best])

    def best(self) -> Container:
        """The container that holds most prose closely: Readability's candidate, with its weights by distance."""
        scores = np.zeros(len(self.containers))
        at = self.of_candidate
        for weight in CLOSENESS:
            scores += np.bincount(at, self.main_prose * weight, minlength=len(scores))
            at = self.parent[at]
        return self.containers[int(scores.argmax())]


def _between(marks: list[int], first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many marks stand in each range, or right behind it."""
    count: NDArray[np.int64] = np.searchsorted(marks, last + 1) - np.searchsorted(marks, first)
    return count
