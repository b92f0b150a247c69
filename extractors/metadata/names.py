"""Names of persons in bylines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.metadata.author_words import ANY_AUTHOR
from extractors.metadata.chinese_names import CHINESE_NAME, is_chinese, with_signs_between
from extractors.metadata.credits import named_before_verb, with_plain_label
from extractors.metadata.date_lines import is_label, is_labelled_date
from extractors.metadata.months import is_month
from extractors.metadata.papers import has_address, without_paper
from extractors.metadata.roles import OCCUPATIONS, RANKS, is_of_name, without_jobs
from extractors.metadata.weekdays import is_weekday
from extractors.metadata.wording import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

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
# "Ein Beitrag von ...": in a byline alone, elsewhere it names books and laws.
PIECE_BY = re.compile(
    r"^\W*(?:an?|eine?|une?|un[oa]?|uma?|een|ett?|en|yksi)\s[^\W\d_]{4,24}\s(?:by|von|vom|de|di|par|por|da|door|av|af)\s+(?=\S)",
    re.IGNORECASE,
)
BY_START = re.compile(rf"^\W*(?:und\s+)?(?P<word>{_BY_WORDS})(?P<colon>\s*[:|]\s*|\s+)(?=\S)", re.IGNORECASE)
# Those that are names as well: Par Lindqvist, Von Miller, Story Musgrave.
ALSO_NAMES = frozenset({"Par", "Von", "Di", "Da", "Story"})
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
# An author named behind something else that is labelled: "来源：新华社 作者：王小明".
LABEL = re.compile(r"[^\s:]{1,12}:")
LATER_BY = re.compile(rf"[\s|,;](?=(?:{_FAR_BY_WORDS})\s*[:/])")
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
SPLIT = re.compile(
    r"(?<!\s)\s*(?:[;|/•·&\n、，,]|\s(?:and|und|et|och|og|en|oraz|ve|и|та|with|mit|avec|con|AND|UND|ET|ja|és|και|και|وَ?|och|at)\s)\s*"
)
AND_START = re.compile(r"^\s*(?:and|und|et|och|og|oraz|ve|и|та|ja|és|και)\s+(?=\S+\s\S)")
# These join the two family names of one person, too: José Ortega y Gasset.
FAMILY_JOINT = re.compile(r"(?<!\s)\s+(?:y|e|i)\s+")
SURNAME_FIRST = re.compile(
    r"(?P<surname>[^\W\d_][\w'’-]+),\s+"
    r"(?P<given>[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*)?)"
)
CJK_NAMES = re.compile(r"[\u3400-\u9fff·]{2,5}(?:\s+[\u3400-\u9fff·]{2,5}){2,}")
LONGER_NAME = 3
HAS_CHINESE = re.compile(r"[\u3400-\u9fff]")
# "本报记者王小明 通讯员张伟", "記者王小明／台北報導".
CHINESE_REPORTERS = re.compile(
    rf"(?:记者|記者|通讯员|通訊員)\s?:?\s?({CHINESE_NAME.pattern})(?:([、,\s])\s?({CHINESE_NAME.pattern}))?"
    r"(?=$|[\s/|)\]】,、]|报道|報導|報道)(?![^。]*[摄攝])"
)
# A signature at the end of a text: （袁源）, （信报记者 蔡雪婧）, （姚峰 上海报道）, 执笔人：闵乐夫 赵兰波.
_CJK_NAMES = r"[\u3400-\u9fff·、 ]"
SIGNATURE = re.compile(
    r"[（(]\s?(?:[\u3400-\u9fff]{0,12}?(?:记者|記者|通讯员)[\s:：]?\s?"
    rf"(?P<reporter>{_CJK_NAMES}{{2,16}}?)|(?P<signed>[\u3400-\u9fff]{{2,3}}))"
    r"(?:\s[\u3400-\u9fff]{2,6}(?:报道|報道|摄影报道))?\s?[）)]\s*$"
    rf"|(?:执笔人?|執筆人?)[:：]\s?(?P<writer>{_CJK_NAMES}{{2,40}})\s*$"
)
CJK_OFFICE = re.compile(
    r"(?:[报報网網社台]|公司|编辑部?|編輯部?|集团|新闻|新聞|通讯|政府|委员会|协会|協會|综合|整理|来源|频道|客户端)$"
)
ROLE = re.compile(
    r"(?<!\s)\s*(?:(?:선임|인턴|수습|객원|전문)?\s?기자|특파원|논설위원|記者|记者|特派員|报道|報導|報道|出自|[\u3400-\u9fff]{2}\d{1,2}日[电電])$"
    r"|发自[\u3400-\u9fff]{2,6}$"
    r"|(?:,|(?<![\s,]))\s+(?:M\.?D\.?|Ph\.?D\.?|MBA|RN|DVM|MPH|R\.?D\.?|Esq\.?)$",
    re.IGNORECASE,
)
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
OFFICE = re.compile(
    r"\b(?:admin|administrator|editor(?:ial|s)?|redaktion\w*|redaction|redacción|rédaction|redazione|redakcja|redactie"
    r"|newsroom|staff|team|news|desk|press\w*|online|agency|agentur\w*|agence|agencia|agenzia|reuters|afp|dpa|apa|efe|ansa"
    r"|pap|tass|sid|bloomberg|media|magazine?|zeitung|service|contributors?|gmbh|inc|ltd|llc|ag|e\.?\s?v|foundation"
    r"|stiftung|university|universität|institute?|association|verband|ministerium|center|centre|group|company|verlag|blog"
    r"|tv|radio|redacteur|correspondents?|reporters?|nachrichten|noticias|autor(?:en)?|authors?|profil|experts?"
    r"|head of|director|manager|marketing|development|winemaker|expert"
    r"|read|share|follow|subscribe|comments?|views?|minutes?|min|hours?|ago|more|learn|about|click|image|photo|foto"
    r"|updated|published|posted|reviewed|written|sponsored|gesponserte?)\b",
    re.IGNORECASE,
)
# Parts of names that are written small.
PARTICLES = frozenset(
    [
        "af",
        "al",
        "av",
        "bin",
        "ben",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "e",
        "el",
        "ibn",
        "la",
        "le",
        "mc",
        "of",
        "st",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
    ]
)
# What begins with these is the name of a paper, a band, a firm.
ARTICLES = frozenset({"the", "der", "die", "das", "les", "los", "las"})
# How the box of an author is headed.
ABOUT = re.compile(
    r"^(?:about|über|à propos de|sobre|acerca de|over|om|o autor[ze]e?|об авторе:?)\s(?=\S)", re.IGNORECASE
)
# What stands behind the name of a day or month.
BEHIND_DAY = re.compile(r"[\s.,]{0,3}\d")
# "김하늘 기자", "김하늘·이바다 기자": a desk is none, "정치부 기자".
_KOREAN_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마"
    "길연위표명기반라왕금옥육인맹제모"
)
_KOREAN_NAME = f"[{_KOREAN_SURNAMES}][가-힣](?![부팀실국])[가-힣]"
KOREAN_REPORTERS = re.compile(
    rf"(?:^|[\s=|(\[])(?P<names>{_KOREAN_NAME}(?:\s?[·,]\s?{_KOREAN_NAME}){{0,5}})\s?"
    r"(?:(?:선임|인턴|수습|객원|전문)\s?)?(?:기자|특파원|논설위원)(?=$|[\s)\]=|·,/])"
)
# Those of full width, and what sets off a label in Armenian and Ethiopic.
SIGNS, FULL_WIDTH = str.maketrans("：／｜（），；　＝՝፦", ":/|(),; =::"), re.compile("[：／｜（），；　＝՝፦]")
EMAIL = re.compile(r"(?<!\S)\S*@\S+")
MAX_NAME, MAX_BY = 60, 30


def _without_by(part: str) -> str:
    """A part of a byline without "By", which in some languages is a name as well: Par Lindqvist, Von Miller."""
    part = PIECE_BY.sub("", FAR_BY_START.sub("", ABOUT.sub("", part.strip())))
    while found := BY_START.match(part):
        rest = part[found.end() :]
        is_name = found["word"] in ALSO_NAMES and found["colon"].isspace()
        following = SPLIT.split(rest)[0]
        if is_name and len(following.split()) == 1 and following.istitle() and not OFFICE.search(following):
            break
        part = rest
    return part


def _without_tail(written: str) -> str:
    """A byline without what follows the names, dates for instance."""
    kept = STOP.sub("", written)
    head, _, last = kept.rpartition(" ")
    word, is_before_number = last.strip(".,"), BEHIND_DAY.match(written, len(kept)) is not None
    return head if is_before_number and (is_month(word) or (last != word and is_weekday(word))) else kept


def _parts(written: str) -> list[str]:
    if (found := SURNAME_FIRST.fullmatch(written)) and written[0].isupper() and not OFFICE.search(written):
        return [f"{found['given']} {found['surname']}"]
    if not written.isascii() and is_chinese(written):
        written = with_signs_between(written)
    if CJK_NAMES.fullmatch(written) or _are_two_chinese(written):
        return written.split()
    parts = [part for whole in SPLIT.split(written) for part in _apart(whole)]
    return [name for part in parts for name in (part.split() if CJK_NAMES.fullmatch(part) else [part])]


def _are_two_chinese(written: str) -> bool:
    """Whether both of two words are Chinese names; a Japanese one may be written in two."""
    names = written.split()
    are_names = len(names) == 2 and all(CHINESE_NAME.fullmatch(name) for name in names)
    return are_names and any(len(name) == LONGER_NAME for name in names)


def _apart(written: str) -> list[str]:
    """The persons of "A B y C D y E": a family name alone belongs to who stands before, a given name to who follows."""
    sides = FAMILY_JOINT.split(written)
    if len(sides) == 1 or len(_without_by(sides[0]).split()) == 1:
        return [written]
    persons, end = [sides[0]], len(sides[0])
    for side in sides[1:]:
        start = written.index(side, end)
        if len(side.split()) == 1:
            persons[-1] += written[end : start + len(side)]
        else:
            persons.append(side)
        end = start + len(side)
    return persons


def split_names(written: str) -> list[str]:
    """The names in a byline, without "By" and without offices, dates and other things behind them."""
    if written.startswith(("http://", "https://")):
        return []
    line = with_plain_signs(EMAIL.sub("", written).strip())
    if is_labelled_date(line):
        return []
    whole = without_jobs(_without_by(_of_writers(line)))
    names = [
        without_paper(_without_role(_without_by(AND_START.sub("", part)))).strip(" ,.-–—:*()\"'“”„【】〔〕")
        for part in _parts(_without_tail(whole))
    ]
    # A name that stands alone may be that of a month, too: Marc, Jan, June.
    return [name for name in names if _may_be_name(name) and (name == whole or not is_month(name))]


def _may_be_name(name: str) -> bool:
    return 1 < len(name) <= MAX_NAME and not JUNK.search(name) and not says_by(name) and not is_label(name)


def _without_role(name: str) -> str:
    name = ROLE.sub("", name)
    words = name.split()
    if not words or words[-1].lower() not in OCCUPATIONS:
        return name
    words.pop()
    while words and words[-1].lower() in RANKS:
        words.pop()
    return " ".join(words).rstrip(",") if len(words) > 1 else name


def _of_writers(line: str) -> str:
    """A byline without what else it names: its source before the writers, editors and photographers behind them."""
    labelled = LABEL.match(line) and not BY_START.match(line) and not FAR_BY_START.match(line)
    if labelled and (later := LATER_BY.search(line)):
        line = line[later.end() :]
    return OTHER_CREDIT.sub("", line)


def with_plain_signs(line: str) -> str:
    """A line with the signs of ASCII for those of full width, which separate Chinese names, and with one word for text
    and pictures."""
    return with_plain_label(line.translate(SIGNS) if not line.isascii() and FULL_WIDTH.search(line) else line)


def named_after_by(line: str) -> str | None:
    """What follows "By" in a line, where "By" opens it or follows a date; None where there is none."""
    line = with_plain_signs(EMAIL.sub("", line).rstrip())
    if not line.isascii() and (reporters := KOREAN_REPORTERS.search(line)):
        return reporters["names"].replace("·", ", ")
    if named := named_before_verb(line) or (_chinese_reporters(line) if HAS_CHINESE.search(line) else ""):
        return named
    if found := BY_LINE.search(line):
        return line[found.end() :]
    found = FAR_BY_LINE.search(line)
    if found is None:
        return None
    if line[: found.start()].endswith(","):
        return line[: found.start()].rstrip(" ,")  # "Dana Cohen, reporter of ...": what she is stands behind the name
    return with_signs_between(found["names"]) if is_chinese(found[0]) else found["names"]


def _chinese_reporters(line: str) -> str:
    """The names behind words for reporters; empty where there are none, or a blank may part one Japanese name."""
    found, is_told = FAR_BY_LINE.search(line), is_chinese(line)
    in_a_row = with_signs_between(found["names"]) if found and is_told else ""
    if "、" in in_a_row:
        return in_a_row
    groups = CHINESE_REPORTERS.findall(line)
    is_one = not is_told and any(second and not sign.strip() for _, sign, second in groups)
    return "" if is_one else "、".join(name for first, _, second in groups for name in (first, second) if name)


def says_by(line: str) -> bool:
    """Whether a line is a word of a byline, and no more: the name stands in the next."""
    return 1 < len(line) <= MAX_BY and BY_ALONE.fullmatch(with_plain_signs(line)) is not None


def signed_by(text: str) -> str | None:
    """Who signed a Chinese text at its end; None where nobody did."""
    found = SIGNATURE.search(text)
    if found is None:
        return None
    if found["signed"]:
        return found["signed"] if CHINESE_NAME.fullmatch(found["signed"]) else None
    return found["reporter"] or found["writer"]


def is_reporter(written: str) -> bool:
    """Whether a name has the word for a reporter behind it, as papers of East Asia write it."""
    return not written.isascii() and ROLE.search(written) is not None


def is_small(character: str) -> bool:
    """Whether a character is a small letter; those of Georgian are called so, and have no capitals in use."""
    return character.islower() and not "\u10d0" <= character <= "\u10ff"


def is_office(name: str) -> bool:
    """Whether it names an office, an agency or what buttons say, rather than somebody."""
    return any(not is_of_name(found[0], found.start(), name) for found in OFFICE.finditer(name))


def is_person(name: str, outlet_names: Sequence[str] = ()) -> bool:
    """Whether it looks like the full name of a person: two to five words with capitals, nothing of an office."""
    words = name.split()
    if is_office(name) or folded(name) in outlet_names or len(words) > 6 or words[0].lower() in ARTICLES:
        return False
    if has_address(words):
        return False
    if not name.isascii() and not any(character.isupper() or is_small(character) for character in name):
        return len(name) <= 30 and not CJK_OFFICE.search(
            name
        )  # Scripts without capitals write names in one or two words.
    proper = [word for word in words if word.lower().strip(".") not in PARTICLES]
    return len(words) > 1 and bool(proper) and all(word[0].isupper() or not word[0].isalpha() for word in proper)
