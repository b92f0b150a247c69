"""Words that say who wrote before they name somebody: "By", "von", "作者", in many languages."""

from __future__ import annotations

import re

from extractors.metadata.author_words import ANY_AUTHOR
from extractors.metadata.credits import with_plain_label

_BY_WORDS = (
    "by|von|vom|par|por|di|da|door|av|af|przez|ot|od|yazan|oleh|írta|kirjoittanut|автор|автори|от|від"
    "|текст|tekst|text|texte|testo|texto|autor(?:in|en|es|a)?|autore|auteurs?|authors?|contributors?(?=:)|writer|verfasser|reporter"
    "|interview|protokoll|words|story|rédigé par|propos recueillis par|geschrieben von|a cura di|teksti"
    "|(?:posted|written|published|reported|reporting|edited|reviewed|submitted|added|created|eingestellt|verfasst|gepostet"
    "|veröffentlicht|erstellt|geschrieben|publié|posté|écrit|proposé|skriven|publicerad|skrevet|postet|udgivet|scris"
    "|publicat|escrito|publicado|subido|enviado|postado|scritto|pubblicato|inserito|geplaatst|geschreven|gepubliceerd"
    "|opublikowan[ey]|napisan[ey]|dodan[ey]|diposting|diterbitkan) (?:by|von|vom|par|av|af|de|por|da|door|przez|oleh)"
    "|(?:opublikował|napisał|dodał|přidal|napsal|zveřejnil|vložil|опубликовал|написал|добавил|разместил|опублікував)[аa]?"
    "|közzétette|beküldte|julkaissut|gönderen|yayınlayan"
)
BY_START = re.compile(rf"^\W*(?:und\s+)?(?P<word>{_BY_WORDS})(?P<colon>\s*[:|]\s*|\s+)(?=\S)", re.IGNORECASE)
# Words of the same meaning in languages that need no blank behind them, or a sign.
_FAR_BY_WORDS = (
    r"作者|[\u3400-\u9fff·]{1,12}(?:记者|記者|通讯员|通訊員)(?=\s)|(?:採訪|采访)?撰文|撰稿|作者/译者|文字|执笔|執筆者?|著者|筆者|ライター|取材・文|文(?=\s?[/:・|])|编译|采写|本报记者|本報記者|特约记者|特約記者|实习记者|首席记者|(?:[\u3400-\u9fff]{1,5}[社报報网網台])?(?:記者|记者)"
    r"|通讯员|글쓴이|글(?=[:=/ ])|기자(?= )|بقلم|كتبت?(?=[ :])|الكاتب|إعداد|نویسنده|نگارنده|به قلم|از(?=:)"
    r"|خبرنگار|تحریر|מאת|כתבת?(?=[ :])|כתבה(?=:)|הכותב|โดย|ผู้เขียน|เรื่อง(?=[ :])|लेखक"
    r"|द्वारा(?=[ :])|रिपोर्ट(?=:)|লেখক|প্রতিবেদক(?=:)|লিখেছেন|tác giả|viết bởi|szerző"
    r"|συντάκτης|συντάκτρια|γράφει (?:ο|η)|(?:του|της)(?=\s[Α-ΩΆ-Ώ]\S+\s[Α-ΩΆ-Ώ]\S+$)|yazar|haber(?=:)|penulis"
    r"|ditulis oleh|reporter(?=:)|piše|napisao|napsala?|autors?(?=:)|autorius"
    rf"|kirjoittaja|toimittaja|skrev|escribe|redacta|scris de|(?i:{ANY_AUTHOR})(?=\s?[:|])"
)
BY_ALONE = re.compile(
    rf"\W{{0,3}}(?:by|von|par|por|door|av|af|przez|(?:{_BY_WORDS}|{_FAR_BY_WORDS})\s?:"
    r"|(?:posted|written|published|reported) by)\W{0,3}",
    re.IGNORECASE,
)
FAR_BY_START = re.compile(rf"^\W*(?:{_FAR_BY_WORDS})\s{{0,3}}[:=/|・]?\s{{0,3}}(?=\S)", re.IGNORECASE)
# Behind the first word names of scripts with spaces have up to three more, and may be two.
_MORE_OF_NAME = (
    r"(?:[ 、,，](?![摄攝图圖文](?:$|\W))[\u3400-\u9fff·]{1,5}(?![\u3400-\u9fff·]|\s?[:：|/]))*"
    r"(?:,?\s[^\W\d_\u3400-\u9fff][^\s|():;,/\[\]【】。\d]{1,24}){0,5}"
)
FAR_BY_LINE = re.compile(
    rf"(?:^|[\s|(【\[])(?:{_FAR_BY_WORDS})(?:\s*[:=/|・]\s*|\s+)(?P<names>[^\s|()\[\]【】。]{{1,24}}{_MORE_OF_NAME})",
    re.IGNORECASE,
)
BY_LINE = re.compile(
    rf"(?:^\W*|\d\s*(?:uhr)?\W*|[|•·–—]\s*|\b(?:posted|written|published|veröffentlicht|geschrieben|publié)\b.{{0,40}}?\s)"
    rf"(?:{_BY_WORDS})(?::\s*|\s+)(?=[^\W\d_])",
    re.IGNORECASE,
)
LATER_BY = re.compile(rf"[\s|,;](?=(?:{_FAR_BY_WORDS})\s*[:/])")
# Those of full width, and what sets off a label in Armenian and Ethiopic.
SIGNS, FULL_WIDTH = str.maketrans("：／｜（），；　＝՝፦", ":/|(),; =::"), re.compile("[：／｜（），；　＝՝፦]")
# In characters: a line that says no more than such a word.
MAX_BY = 30


def with_plain_signs(line: str) -> str:
    """A line with the signs of ASCII for those of full width, which separate Chinese names, and with one word for text
    and pictures."""
    return with_plain_label(line.translate(SIGNS) if not line.isascii() and FULL_WIDTH.search(line) else line)


def says_by(line: str) -> bool:
    """Whether a line is a word of a byline, and no more: the name stands in the next."""
    return 1 < len(line) <= MAX_BY and BY_ALONE.fullmatch(with_plain_signs(line)) is not None
