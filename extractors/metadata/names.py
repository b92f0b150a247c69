"""The names in a byline, without what else stands there."""

from __future__ import annotations

import re

from extractors.metadata.by_words import BY_START, FAR_BY_START, LATER_BY, says_by, with_plain_signs
from extractors.metadata.date_lines import is_label, is_labelled_date
from extractors.metadata.joined_names import names_apart, without_by
from extractors.metadata.months import is_month
from extractors.metadata.papers import EMAIL, without_paper
from extractors.metadata.roles import without_jobs, without_role
from extractors.metadata.weekdays import is_weekday

# An author named behind something else that is labelled: "来源：新华社 作者：王小明".
LABEL = re.compile(r"[^\s:]{1,12}:")
# Who edited, drew or took the picture did not write; what follows is theirs.
OTHER_CREDIT = re.compile(
    r"(?:^\W*|[\s;|,/•·])(?:(?i:editing|photos?|photography|pictures?|illustrations?|video|graphics?|updated)\s+by\s"
    r"|(?i:fotos?|photos?|bilder|bild|kuvat?|valokuvat?|zdjęcia|fotografie|фото|immagini|imágenes)\s*:"
    r"|(?i:illustration(?:en|s)?|zeichnung(?:en)?|fotos?|photos?|bilder|fotografie|dessins?|ilustracion(?:es)?|illustrazioni?)"
    r"\s(?:von|de|par|di|por|by)\s"
    r"|(?:责任编辑|責任編輯|责编|責編|编辑|編輯|主编|主編|校对|校對|审核|審核|图片?|圖片?|摄影|攝影|写真|撮影|イラスト|編集)\s*[:/・|]"
    r"|(?:사진|편집|영상)(?:\s*[:=/]|\s(?=[가-힣]{2,4}(?:\s|$)))|(?:تصوير|عکس|צילום|ภาพ)\s*:).*$",
    re.DOTALL,
)
# Where a byline goes over to other things: signs, numbers, words that no name has, small words that are none in small
# letters (Thomas More, Marine Le Pen).
# White space is folded before; the bounds keep a run of it from being gone over again and again.
STOP = re.compile(
    r"\s{0,2}(?:[|•·●()\[\]–—/»]|\s\d|^\d|\s-\s"
    r"|,?\s(?i:stand|last updated?|zuletzt|updated?|published|posted|publié|veröffentlicht"
    r"|aktualisiert|follow|contact|reading|share|e-?mail|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|,?\s(?i:categor(?:y|ies)|categorías?|catégories?|kategorien?|filed under|posted in|tags?|labels?)\s?:"
    r"|,?\s{1,2}(?:am|on|in|at|für|for|from|aus|vom|le|el|il|den|is|ist|mehr|more|last|read|view|see|ON|IN|AT|FOR)\s).*$"
    r"|\s{1,2}(?:[Rr]ead [Mm]ore|mehr|more|view|see|[Vv]iew [Aa]ll|[Oo]n|[Ii]n|[Aa]t)$",
    re.DOTALL,
)
AND_START = re.compile(r"^\s*(?:and|und|et|och|og|oraz|ve|и|та|ja|és|και)\s+(?=\S+\s\S)")
JUNK = re.compile(
    r"https?(?::|$)|www\.|@|[<>{}\[\]=#?《》〈〉]|[!！]$|\s\d|^\d|^\W*$"
    r"|^(?:Ph\.?D\.?|M\.?D\.?|MBA|MPH)$|^(?:null|none|undefined|n/?a|false|true|admin\w*|administrator|root|user|guest|default|anonymous|unknown|about|profile"
    r"|super user|by|von|por|par|name"
    r"|stand|author|autor|(?:the|no) author|posted(?: on)?|website|facebook|twitter|instagram"
    r"|linkedin|e-?mail|rss|am|um|uhr|le|el|il|on|at|today|heute|hoy|oggi|aujourd[’']hui"
    # Days of the week, which stand beside names.
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica|(?:segunda|terça|quarta|quinta|sexta)-feira"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag)$"
    # What buttons say.
    r"|^(?:(?:watch|live|video|listen|podcast|gallery|facebook|twitter|whatsapp|instagram|linkedin|telegram|pinterest|print"
    r"|copy|link|share|follow|sponsored|content|advertisement|werbung|anzeige|kommentare?|commentaires?|comentarios?)\W*)+$",
    re.IGNORECASE,
)
# What stands behind the name of a day or month.
BEHIND_DAY = re.compile(r"[\s.,]{0,3}\d")
MAX_NAME = 60


def split_names(written: str) -> list[str]:
    """The names in a byline, without "By" and without offices, dates and other things behind them."""
    if written.startswith(("http://", "https://")):
        return []
    line = with_plain_signs(EMAIL.sub("", written).strip())
    if is_labelled_date(line):
        return []
    whole = without_jobs(without_by(_of_writers(line)))
    names = [
        without_paper(without_role(without_by(AND_START.sub("", part)))).strip(" ,.-–—:*()\"'“”„【】〔〕")
        for part in names_apart(_without_tail(whole))
    ]
    # A name that stands alone may be that of a month, too: Marc, Jan, June.
    return [name for name in names if _may_be_name(name) and (name == whole or not is_month(name))]


def _of_writers(line: str) -> str:
    """A byline without what else it names: its source before the writers, editors and photographers behind them."""
    labelled = LABEL.match(line) and not BY_START.match(line) and not FAR_BY_START.match(line)
    if labelled and (later := LATER_BY.search(line)):
        line = line[later.end() :]
    return OTHER_CREDIT.sub("", line)


def _without_tail(written: str) -> str:
    """A byline without what follows the names, dates for instance."""
    kept = STOP.sub("", written)
    head, _, last = kept.rpartition(" ")
    word, is_before_number = last.strip(".,"), BEHIND_DAY.match(written, len(kept)) is not None
    return head if is_before_number and (is_month(word) or (last != word and is_weekday(word))) else kept


def _may_be_name(name: str) -> bool:
    return 1 < len(name) <= MAX_NAME and not JUNK.search(name) and not says_by(name) and not is_label(name)
