"""Lines that a page's systems put into an article: the way to it from the front page, templates that nobody filled."""

from __future__ import annotations

import re

from extractors.text.words import fold

LONGEST = 250
SIGN = re.compile(r"(?<!\s)\s*(?:[»›>→]|::)\s*|(?<!\s)\s+[/|·•]\s+")
# What the front page is called, as the outlets' own pages say in the languages of the press.
HOMES = frozenset(
    fold(name)
    for name in (
        *("home", "homepage", "home page", "start", "startseite", "accueil", "inicio", "portada", "início"),
        *("inici", "inizio", "hem", "hjem", "forside", "forsiden", "etusivu", "avaleht", "sākums"),
        *("pradžia", "domů", "úvod", "strona główna", "domov", "početna", "naslovnica", "acasă"),
        *("kezdőlap", "címlap", "главная", "головна", "начало", "почетна", "αρχική", "anasayfa"),
        *("ana sayfa", "beranda", "laman utama", "trang chủ", "首页", "首頁", "ホーム", "トップ", "홈", "الرئيسية"),
        *("خانه", "صفحه اصلی", "ראשי", "דף הבית", "होम", "หน้าแรก"),
    )
)
# In characters: a shorter title may be the name of a section as well.
SHORTEST_TITLE = 12
# Of its words a line of that kind has no whole sentence before its end.
LONGEST_PART = 40
# {{ title }}, {{#each}}
PLACE = re.compile(r"\{\{[^{}]{1,200}\}\}")
# $$AD$$, %%AD%%, [gallery ids="1"], [button link="..."]Text[/button]
UNFILLED = re.compile(
    r"\$\$[A-Z_]{3,40}\$\$|%%\w{3,40}%%"
    r"|\[[a-z][\w-]{2,30}\s[\w-]{1,30}=[\"'”“″][^\[\]]{0,300}\](?:[^\[\]]{0,200}\[/[\w-]{1,30}\])?",
    re.DOTALL,
)
FIRST_SIGNS = frozenset("$%[")


def is_trail(text: str, title: str) -> bool:
    """Whether a line is the way to the article: names with the same sign between them, from the front page or down to
    the title."""
    if len(text) > LONGEST or not (signs := {sign.strip() for sign in SIGN.findall(text)}) or len(signs) > 1:
        return False
    first, *between, last = map(fold, SIGN.split(text))
    if any(len(part) > LONGEST_PART for part in (first, *between)):
        return False
    whole = fold(title)
    leads_to_title = len(whole) >= SHORTEST_TITLE and (last == whole or (len(last) >= SHORTEST_TITLE and last in whole))
    return leads_to_title or (first in HOMES and bool(between))


def is_unfilled(text: str) -> bool:
    """Whether a block is a template in which a script or a system was to put something."""
    if "{{" in text and len(PLACE.sub("", text)) < len(text) / 2:
        return True
    return text[:1] in FIRST_SIGNS and UNFILLED.fullmatch(text) is not None
