"""What walls say, by language: sentences that ask for money, an account or patience before the reader may go on.

Only whole demands count: "Already a subscriber?" and "For subscribers" stand in the frame of free pages, too.
Each line below gives a sign, in lower case, that a text must contain, and the demand as a regular expression.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_LINE = 400


class Demand(Enum):
    """What a wall asks for, or what a meter counts."""

    WALL = "wall"
    METER = "meter"
    LABEL = "label"


# Pay, subscribe, register, to read on.
_WALLS = r"""
reading         \bto (?:continue|keep|go on) reading,? (?:this|please|you|subscribe|log|sign|become|join|for)\b
reading         \b(?:subscribe|register|log in|sign in|account)\b.{0,20} to (?:continue|keep) reading\b(?! and get access to the full archive)
unlock          \b(?:subscri\w+|member\w*|sign up|join|register)\b.{0,40}\bto unlock (?:this|the full|the rest of|more) (?:article|story|piece|content|post)
unlock          \bto unlock (?:the|this) (?:full |entire |rest of )?(?:the |this )?(?:article|story|piece|content)
full            \b(?:subscribe|sign up|join|register|log in)\b.{0,40}\bto (?:read|view|access) (?:the|this) (?:full|entire|whole|rest)
full            \bto (?:read|view|access) (?:the|this) full (?:article|story|piece|content)[^.]{0,40}\b(?:subscri|member|log in|sign in|register)
only            \bthis (?:article|story|content|post|piece) is (?:available |reserved )?(?:only |exclusively )?(?:available |reserved )?(?:for|to) (?:our )?(?:paid |paying )?(?:subscribers|members)
the rest of     \bthe rest of this (?:article|story|post) is (?:for|available)
free to read    \bfree to read\b.{0,10}\bregister
weiterlesen     \bjetzt (?:diesen artikel |testen und |registrieren und |anmelden und |kostenlos )?weiterlesen\b(?! auf)
weiterlesen     \b(?:registrieren|anmelden|einloggen|testen) und (?:kostenlos )?weiterlesen\b|\bsie möchten gerne weiterlesen
weiterlesen     \bweiterlesen mit (?:dem |einem |ihrem |unserem )?[\w+ -]{0,20}(?:\+|plus|abo|premium|digital)
weiterzulesen   \bum weiterzulesen[^.]{0,80}\b(?:abo|anmeld|registrier|einlog|login|plus)
zu lesen        \bum diesen (?:artikel|text|beitrag) (?:ganz |vollständig |weiter )?zu lesen[^.]{0,80}\b(?:abo|anmeld|registrier|einlog|login|plus)
exklusiv für    \bexklusiv für (?:unsere )?(?:\w+-)?abonnent\w*
nur für         \bnur für (?:unsere )?(?:\w+-)?abonnent\w*
artikel ist     \bdieser artikel ist (?:nur|exklusiv|ausschließlich) für\b
freischalten    \b(?:artikel|inhalt|beitrag) (?:jetzt )?freischalten\b
la suite        \bpour lire la suite\b|\bla suite (?:de cet article )?est réservée\b
aux abonnés     \b(?:article|contenu) réservé aux abonnés
il vous reste   \bil vous reste \d+ ?% de (?:cet|l['’]) ?article
abonnez-vous    \babonnez-vous pour (?:lire|accéder|continuer)
suscriptores    \b(?:este|esta) (?:contenido|artículo|noticia) es (?:exclusiv[oa] )?(?:solo )?para suscriptores
suscríbe        \bsuscríbe\w* para (?:seguir|continuar|leer)
leyendo         \b(?:para (?:seguir|continuar) leyendo,? (?:\w+ )?(?:este|suscr|inicia|regístr|adquiere|hazte)|regístrate (?:gratis )?para (?:seguir|continuar))
assinantes      \besta (?:matéria|reportagem) é (?:exclusiva|restrita) (?:para|a) assinantes|\beste (?:conteúdo|texto) é (?:exclusivo|restrito) (?:para|a) assinantes
continuar lendo \b(?:para continuar lendo,|(?:assine|cadastre-se) (?:grátis )?para continuar lendo)
riservato       \b(?:contenuto|articolo) (?:è )?riservato (?:agli|ai) (?:abbonati|utenti)
a leggere       \bper continuare a leggere|\babbonati per continuare
abonnees        \b(?:dit artikel|dit verhaal) is (?:exclusief |alleen )?voor abonnees
te lezen        \bom (?:dit artikel |verder )te (?:kunnen )?lezen,? (?:heb|moet|kun|word|log|neem)
artikel er      \b(?:denne|artiklen|artikkelen) (?:artikel )?er (?:en betalingsartikel|kun for|bare for|forbeholdt)
at læse         \bfor at læse (?:denne|hele|artiklen|videre)[^.]{0,60}\b(?:abon|log|køb)
å lese          \bfor å lese (?:hele|denne|videre)[^.]{0,60}\b(?:abon|logg|kjøp)|\bbli abonnent for å lese
läsa            \bför att (?:kunna )?läsa (?:hela|vidare|artikeln)[^.]{0,60}\b(?:pren|logga|köp)
läs vidare      \bläs vidare (?:genom|med)\b
les videre      \bles videre med\b
tilaajille      \b(?:artikkeli|juttu|sisältö) on (?:vain )?tilaajille
lukemista       \bjatka lukemista (?:tilaamalla|kirjautumalla)
pozostało       \bpozostało (?:jeszcze |ci )?\d+ ?% (?:artykułu|tekstu)
czytać          \b(?:aby|żeby) (?:przeczytać cały|czytać dalej)\b
dostęp          \bdostęp (?:tylko )?dla (?:prenumeratorów|subskrybentów)
předplatitel    \b(?:článek|obsah) (?:je )?(?:pouze|jen|dostupný|určen) (?:jen |pouze )?pro předplatitele
zamčen          \bčlánek je (?:uzamčen|zamčen)
odomknut        \bčlánok odomknut
подпис          \bдоступн\w+ (?:только )?(?:по подписке|подписчикам|для подписчиков)
читать          \bчтобы (?:про)?читать (?:дальше|полностью)
передпла        \bдоступн\w+ (?:лише |тільки )?(?:за передплатою|передплатникам)
devam etmek     \bokumaya devam etmek için\b
aboneler        \b(?:bu haber|bu içerik) (?:sadece )?aboneler\w* özel
előfizet        \bcsak előfizetők\w* (?:olvas|elérhet)
συνδρομ         \bγια να (?:συνεχίσετε|διαβάσετε)[^.]{0,60}συνδρομ
abonați         \bconținut exclusiv pentru abonați
限定            この記事は(?:会員|有料|購読者)限定
続き            (?:登録|ログイン|購読)すると続きを|続きを(?:読む|お読みいただく|ご覧いただく)には
残り            残り\s?\d+文字
阅读            (?:订阅|登录|付费)后?(?:即可)?继续阅读
閱讀            (?:訂閱|登入|付費)後?(?:即可)?繼續閱讀
구독자          구독자 전용 (?:기사|콘텐츠)입니다
로그인          로그인 ?(?:후|하시면|하면).{0,12}(?:계속|전체|전문)
"""
# Some articles a month are free.
_METERS = r"""
free            \b(?:\d+|one|two|three|your|last|no|more) (?:of \d+ )?(?:more )?free (?:articles?|stories) (?:left|remaining|this month)
limit           \breached (?:your|the) (?:\w+ )?(?:limit of free|free article limit|article limit)
artikel         \bnoch \d+ (?:kostenlose|freie|gratis)\w* artikel
zugang          \bkostenloser zugang ist (?:leider )?abgelaufen
límite          \blímite de (?:noticias|artículos)
gratis          \bartículos gratis (?:este|al) mes|\bnog \d+ gratis artikelen
limite          \blimite de (?:matérias|notícias|leituras)
gratuiti        \barticoli gratuiti (?:rimasti|al mese)
darmowych       \b\d+ (?:z \d+ )?darmowych artykułów
il vous reste   \bil vous reste \d+ articles?
par mois        \b\d+ articles? (?:gratuits? )?par mois
"""
# Labels that stand on teasers as well: they tell something only of a text that is known to be cut.
_LABELS = r"""
subscriber      ^(?:for )?subscribers?(?: only|-only| exclusive)?$
abonnent        ^(?:exklusiv |nur )?für abonnent\w*$|^for abonnenter:?$
abonnés         ^(?:article |contenu )?(?:réservé|exclusif) (?:aux )?abonnés$
suscriptores    ^\W?(?:lock)?(?:exclusivo |solo )?para suscriptores$
assinantes      ^exclusivo para assinantes$
abbonati        ^(?:solo )?per (?:gli )?abbonati$
限定            ^.{0,8}(?:会員|有料会員)限定(?:記事)?.{0,2}$
"""


@dataclass(frozen=True, slots=True)
class Wording:
    """A demand as it stands on a page; ``index`` is the place of its line among the texts."""

    index: int
    text: str


def _compile(table: str) -> dict[str, re.Pattern[str]]:
    by_sign: dict[str, list[str]] = {}
    for line in table.strip().splitlines():
        sign, pattern = re.split(r"\s{2,}|(?<=lendo) ", line, maxsplit=1)
        by_sign.setdefault(sign, []).append(pattern)
    return {sign: re.compile("|".join(patterns)) for sign, patterns in by_sign.items()}


_PATTERNS = {Demand.WALL: _compile(_WALLS), Demand.METER: _compile(_METERS), Demand.LABEL: _compile(_LABELS)}


class WallWords:
    """The texts of a page, ready to be searched for several kinds of demands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._lines = [text.lower() if len(text) <= MAX_LINE else "" for text in texts]
        self._joined = "\n".join(self._lines)

    def find(self, demand: Demand) -> Iterator[Wording]:
        """All demands of a kind; signs that the page does not contain cost next to nothing."""
        for sign, pattern in _PATTERNS[demand].items():
            if sign not in self._joined:
                continue
            for index, line in enumerate(self._lines):
                if sign in line and (found := pattern.search(line)):
                    yield Wording(index, found[0])
