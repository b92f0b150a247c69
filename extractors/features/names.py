"""What class names, ids and roles say of a container, whatever the site: groups of words that web designers use."""

from __future__ import annotations

import re
from functools import lru_cache

# What stands behind "subscriber" in names that say of an article whom it is for.
FOR_WHOM = r"[-_]?(?:only|premium|preview|hide|exclusiv|content)"
# A group is a regular expression over the lower-case label of a container, each alternative of which begins with two
# plain characters (or with a boundary and two). German, French, Spanish, Italian, Dutch and
# Slavic names stand where designers use them; most write English class names in every country.
GROUPS: dict[str, str] = {
    # Not "commentary", nor the German "Kommentar", which are opinion pieces.
    "comment": r"comment(?:s|er|ed|list|area|form)?(?![a-z])|disqus|coral|repl(?:y|ies)|respond|forum|discussion|"
    r"viafoura|livefyre|hyvor|kommentare(?![a-z])|kommentar-?(?:liste|bereich|box)|leserkommentar|commentaires",
    "related": r"relat|recommend|recirc|more-?(?:from|stories|on|articles|news)|read-?(?:more|next|"
    r"also)|suggest|similar|"
    r"outbrain|taboola|trending|popular|most-?(?:read|viewed)|latest|teaser|verwandt|weitere|see-?also|you-?may|"
    r"next-?(?:up|post|article)|prev(?:ious)?-?(?:post|article)|onward|zergnet|promo-?list",
    "share": r"shar(?:e|ing)|social|follow|addthis|addtoany|twitter|facebook|whatsapp|teilen|heateor",
    # Not "subscriber-only", which says of an article whom it is for.
    "newsletter": rf"newsletter|subscri(?!bers?{FOR_WHOM})|mailing|sign-?up|mailchimp|mc_embed|opt-?in|"
    rf"abonn(?!(?:es?|ents?|enten){FOR_WHOM})|mail|inbox|boletin|mc4wp",
    "donation": r"donat|contribut(?:e|ion)|support-?us|spende|crowd|patreon|membership|fundrais|"
    r"steady|soutenir|apoya|"
    r"tip-?jar|appeal|member-?promo",
    "paywall": r"pay-?wall|piano|regwall|premium|locked|tp-|subscriber|barrier|meter|gate(?:d|"
    r"way)?\b|poool|unlock|offer",
    "account": r"log-?in|sign-?in|regist|account|profile|anmeld|user-?(?:menu|nav|box)",
    "advert": r"\bads?\b|\bad[-_]|-ads?\b|_ads?\b|advert|sponsor|dfp|gpt|banner|commercial|anzeige|"
    r"werbung|publicidad|promo|"
    r"affiliate|campaign",
    "navigation": r"nav|menu|crumb|pagination|pager|skip|toolbar|sitemap|masthead|topbar",
    "sidebar": r"side-?bar|aside|rail|widget|secondary|complement|right-?col|left-?col",
    "footer": r"foot|copyright|legal|imprint|impressum|disclaim|colophon|terms|privacy",
    "consent": r"cookie|consent|gdpr|cmp|onetrust|didomi|usercentrics|sp_message|ccpa",
    "byline": r"meta|byline|auth?or|dateline|timestamp|published|posted|date\b|time\b|kicker|"
    r"overline|eyebrow|categor|label",
    "tags": r"\btags?\b|tag-?list|keywords|topics|hashtags|schlagw",
    "biography": r"bio\b|author-?(?:box|info|card|desc)|about-?(?:the-)?author|contributor|writer",
    "media": r"caption|credit|figcap|bildunter|image-?(?:info|text|desc)|photo|gallery|slideshow|"
    r"carousel|slid|swiper|media",
    "overlay": r"modal|pop-?up|overlay|dialog|toast|lightbox|interstitial|tooltip|dropdown|drawer|"
    r"sticky|notification|alert",
    "box": r"box|callout|inset|embed|module|card|tile|pull-?quote|highlight|snippet|insert|plugin",
    "body": r"article-?(?:body|content|text|main|copy)|entry-?content|post-?(?:content|body|text|entry)|"
    r"story-?(?:body|content|text)|body-?(?:copy|text|content)|content-?body|rich-?text|wysiwyg|"
    r"artikel-?(?:text|body|inhalt)|main-?content|single-?content|page-?content|\bcopy\b|\bprose\b|paragraph|texte?\b|"
    r"field-?-?name-body|node-content",
    "article": r"article|artikel|story|\bpost\b|hentry|entry|blog|news|noticia|nota\b|\bmain\b|content",
    "intro": r"lead|lede|intro|standfirst|subtitle|subhead|excerpt|summary|abstract|dek\b|deck\b|vorspann|perex|sapo|"
    r"bajada|entradilla|strapline|description",
    "contents": r"\btoc\b|table-?of-?contents|inhaltsverzeichnis|jump-?links|contents",
    "product": r"faq|accordion|product|price|rating|review|recipe|nutrition|ingredient",
    "hidden": r"print|hidden|hide|invisible|sr-only|screen-?reader|visually-?hidden|d-none|mobile-only|desktop-only",
    "control": r"search|filter|sort|form\b|input|button|btn|cta|control|action|contact|feedback|"
    r"survey|poll|quiz|vote",
    "live": r"live-?blog|ticker|timeline|live-?(?:post|entry|update)|update",
    "list": r"list|grid|row|item|feed|archive|collection|loop|stream",
}
GROUP_NAMES = tuple(GROUPS)
# What is called so stands beside the article, not in it.
OFF_SIDE = frozenset(
    GROUP_NAMES.index(name) for name in ("comment", "sidebar", "related", "consent", "footer", "navigation")
)
# An alternative of a group: no bar but in parentheses.
_ALTERNATIVE = re.compile(r"(?:\((?:[^()]|\([^()]*\))*\)|[^|(])+")


def _by_start() -> dict[str, list[tuple[int, re.Pattern[str]]]]:
    """The alternatives of all groups by the two characters that each begins with: of some hundred few are tried."""
    found: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
    for number, group in enumerate(GROUPS.values()):
        for alternative in _ALTERNATIVE.findall(group):
            start = alternative.removeprefix(r"\b")[:2]
            found.setdefault(start, []).append((number, re.compile(alternative)))
    return found


_BY_START = _by_start()


@lru_cache(maxsize=1 << 16)
def _groups_of_word(word: str) -> int:
    found = 0
    for at in range(len(word)):
        for number, pattern in _BY_START.get(word[at : at + 2], ()):
            if not found >> number & 1 and pattern.match(word, at):
                found |= 1 << number
    return found


@lru_cache(maxsize=1 << 16)
def groups_of(label: str) -> int:
    """The groups that a container's label (class, id and role) belongs to, as bits: 1 for the first of ``GROUP_NAMES``,
    2 for the second, 4 for the third."""
    found = 0
    for word in label.lower().split():
        found |= _groups_of_word(word)
    return found


def group_names_of(label: str) -> list[str]:
    """The names of those groups."""
    found = groups_of(label)
    return [name for number, name in enumerate(GROUP_NAMES) if found >> number & 1]
