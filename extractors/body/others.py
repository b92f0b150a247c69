"""What belongs to other stories, to readers or to the author, told by what stands above it, around it or at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from extractors.features.tables import places_of
from extractors.metadata.addresses import host_of
from extractors.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from extractors.classifier.classify import Classification
    from extractors.features.blocks import Features
    from extractors.html.document import Candidate, Container

# Headings above the threads of readers, and above other stories; in small letters, a number may stand beside them.
COMMENTS = re.compile(
    r"^\W{0,3}(?:\d{1,5} )?(?:(?:reader |leser)?(?:comments?|kommentare?|commentaires?|comentarios?|comentários?"
    r"|commenti|reacties|kommentarer|kommentit|komentarze|komentáře|komentarji|komentari|комментарии|коментарі|коментари"
    r"|yorumlar|σχόλια|hozzászólások|comentarii|التعليقات|نظرات|תגובות|评论|評論|网友评论|留言|コメント|댓글|bình luận)"
    r"|what readers say|responses|replies|leserbriefe|das sagen (?:unsere )?leser)\W{0,3}(?:\d{1,5}\W{0,2})?$"
)
_OTHER_STORIES = (
    r"(?:more (?:from|stories|news)\b.{0,40}|related(?: (?:articles?|stories|posts|news|content))?"
    r"|you (?:may|might) also (?:like|enjoy|be interested in)|read (?:also|next)|recommended(?: for you)?"
    r"|most (?:read|popular)|latest (?:news|stories)|also (?:read|on .{0,30})|see also"
    r"|mehr (?:zum thema|aus .{0,30}|artikel)|lesen sie auch"
    r"|weitere (?:artikel|meldungen|themen|nachrichten)|das könnte (?:sie|dich) auch interessieren|auch interessant"
    r"|(?:à|a) lire (?:aussi|également)|sur le même (?:sujet|thème)|te puede interesar|noticias relacionadas"
    r"|lea también|leia (?:também|mais)|veja também|leggi anche|potrebbe interessarti|articoli correlati|lees ook"
    r"|läs (?:också|mer)|les også|læs også|lue myös|(?:czytaj|zobacz) (?:też|także|również)|čtěte také|citește și"
    r"|читайте также|читайте також|ilgili haberler|διαβάστε (?:επίσης|ακόμα)|olvassa el ezt is|اقرأ أيضا|baca juga"
    r"|関連記事|おすすめ記事|相关(?:新闻|阅读|文章|报道)|相關(?:新聞|閱讀|文章|報導)|延伸(?:阅读|閱讀)|관련 ?기사"
    r"|tin liên quan)"
)
OTHER_STORIES = re.compile(rf"^\W{{0,3}}{_OTHER_STORIES}\W{{0,3}}$")
# A line that names one of them.
OTHER_STORY = re.compile(rf"^\W{{0,3}}{_OTHER_STORIES}\s?[:：–—>»]+\s?\S")
# Whose a picture is, and where readers may write what they know.
CREDIT = re.compile(
    r"^\W{0,3}(?:photos?|fotos?|bild(?:er)?|images?|pictures?|фото|kuvat?|zdjęcia?|fotografie|사진|写真|摄影|攝影|图片|圖片)"
    r"(?: credits?| by| de| von)?\s?[:：/=]\s?\S[^.。]{0,70}\.?$"
)
WRITE_TO = re.compile(
    r"^[^@]{0,100}\b(?:write|e-?mail|send|contact|tips?|story|schreiben|mailen|hinweise|melden|écrire|écrivez|contacte[zr]?"
    r"|escrib\w{1,6}|envíe\w{0,4}|scriv\w{1,6}|stuur|mail|пишите|napisz)\b[^@]{0,60}\s\(?[\w.+-]{1,60}@[\w.-]{1,60}$"
)
READ_MORE = re.compile(
    r"(?:read (?:more|on|the full (?:story|article))|continue reading|full story|weiterlesen|mehr lesen"
    r"|lire la suite|en savoir plus|leer más|seguir leyendo|ler mais|leia mais|leggi (?:tutto|di più|l[’']articolo)"
    r"|lees (?:meer|verder)|läs mer|les mer|læs mere|lue lisää|czytaj (?:więcej|dalej)|читать далее|подробнее"
    r"|читати далі|devamını oku|続きを読む|もっと見る|阅读(?:更多|全文)|閱讀(?:更多|全文)|더보기|اقرأ المزيد"
    r"|διαβάστε περισσότερα)[\s\W]{0,6}$",
    re.IGNORECASE,
)
# How a sentence about its author goes on behind the name.
TELLS_OF = re.compile(
    r" (?:is|was|has|writes|covers|reports|lives|works|joined|contributed|ist|war|schreibt|arbeitet|lebt"
    r"|berichtet|est|écrit|vit|es|escribe|trabaja|vive|é|escreve|è|scrive|lavora|skriver|är|er|on|jest|pisze|пишет)\b"
    r"|\s?(?:是|は|는|은 )"
)
# In words: what stands before is an article of its own; a biography is no longer.
SHORTEST_ARTICLE, LONGEST_BIOGRAPHY, LONGEST_HEADING = 40, 80, 200
LIKELY, LINKED, CARDS = 0.5, 0.5, 2
# The author stands in the first so many characters of a biography.
NAME_STANDS_IN = 40


def leads_here(link: str, features: Features) -> bool:
    """Whether a link leads to another page of the outlet."""
    host = host_of(link)
    return not host or host.removeprefix("www.") == features.facts.host


def _is_of_its_own(line: str) -> bool:
    """Whether a last line names another story, who took a picture, or where readers may write."""
    return any(expression.match(line) for expression in (OTHER_STORY, CREDIT, WRITE_TO))


def without_others(classification: Classification, features: Features) -> Classification:
    """The classification in which such blocks are no part of the article."""
    others = _Others(classification, features)
    out = np.zeros(len(classification.rows), dtype=bool)
    out[list(others.places())] = True
    return replace(classification, probability=np.where(out, 0.0, classification.probability))


@dataclass(frozen=True)
class _Others:
    classification: Classification
    features: Features

    @cached_property
    def blocks(self) -> list[Candidate]:
        return [self.features.candidates[row] for row in self.classification.rows.tolist()]

    @cached_property
    def links(self) -> NDArray[np.float64]:
        columns = places_of(self.classification.columns)
        links: NDArray[np.float64] = self.classification.table[:, columns["link_density"]]
        return links

    @cached_property
    def before(self) -> NDArray[np.float64]:
        """Words of the article that stand before each block."""
        words = self.features.word_count[self.classification.rows]
        likely = np.where(self.classification.probability >= LIKELY, words, 0.0)
        total: NDArray[np.float64] = np.cumsum(likely) - likely
        return total

    def places(self) -> Iterator[int]:
        """Places of blocks that belong to others."""
        for place, block in enumerate(self.blocks):
            if self.before[place] < SHORTEST_ARTICLE:
                continue
            text = block.text.lower() if len(block.text) <= LONGEST_HEADING else ""
            if text and COMMENTS.match(text):
                yield from self._below(place)
            elif text and OTHER_STORIES.match(text):
                yield from self._linked_below(place)
            elif (block.continues and _is_of_its_own(text)) or self._is_biography(place):
                yield place
        yield from self._teasers()
        yield from self._in_cards()

    def _below(self, place: int) -> Iterator[int]:
        """What stands below a heading in what it stands in."""
        around = self._around(place)
        for below in range(place + 1, len(self.blocks)):
            if around is None or not around.first <= self.blocks[below].index < around.last:
                return
            yield below

    def _around(self, place: int) -> Container | None:
        """What a heading stands in that has more blocks below it."""
        index = self.blocks[place].index
        return next((step for step in self.blocks[place].container.lineage() if step.last > index + 1), None)

    def _linked_below(self, place: int) -> Iterator[int]:
        """What stands below a heading of other stories in a box that it opens, where they have links."""
        around, below = self._around(place), list(self._below(place))
        opens = around is not None and around.first == self.blocks[place].index
        if opens and any(self.blocks[at].links for at in below[:CARDS]):
            yield from below

    def _teasers(self) -> Iterator[int]:
        """Texts that end with links to the rest of them, several of them: one may be the article's own."""
        found = [place for place, block in enumerate(self.blocks) if self._is_teaser(place, block)]
        yield from found if len(found) >= CARDS else ()

    def _is_teaser(self, place: int, block: Candidate) -> bool:
        is_linked = self.before[place] >= SHORTEST_ARTICLE and 0 < block.link_length < len(block.text)
        return is_linked and READ_MORE.search(block.text[-40:]) is not None

    def _is_biography(self, place: int) -> bool:
        block = self.blocks[place]
        is_last = self.before[place] >= self.before[-1] / 2
        if not is_last or self.features.word_count[block.index] > LONGEST_BIOGRAPHY:
            return False
        head, text = block.text[:NAME_STANDS_IN].casefold(), block.text.casefold()
        names = [name.casefold() for name in self.features.facts.authors if " " in name]
        return any(name in head and TELLS_OF.match(text, text.index(name) + len(name)) for name in names)

    def _in_cards(self) -> Iterator[int]:
        """Paragraphs below linked headings at the end of the page, several alike: excerpts of other stories."""
        cards = [place for place in range(len(self.blocks) - 1) if self._is_card(place)]
        names = {self.blocks[place].container.tag for place in cards}
        if len(cards) < CARDS or len(names) > 1:
            return
        parts = {part for place in cards for part in (place, place + 1)}
        likely = np.flatnonzero(self.classification.probability[cards[0] :] >= LIKELY) + cards[0]
        if parts.issuperset(likely.tolist()):  # the article ends before them
            yield from parts

    def _is_card(self, place: int) -> bool:
        heading, text = self.blocks[place], self.blocks[place + 1]
        if (
            heading.kind is not BlockKind.HEADING
            or self.links[place] <= LINKED
            or self.before[place] < SHORTEST_ARTICLE
        ):
            return False
        card = heading.container.parent
        is_alone = card is not None and card.last - card.first <= CARDS + 1
        return is_alone and text.container.parent is card and all(map(self._leads_here, heading.links))

    def _leads_here(self, link: str) -> bool:
        return leads_here(link, self.features)
