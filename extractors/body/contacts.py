"""Blocks that say where the press may ask, which stand above or below what outlets have from others."""

from __future__ import annotations

import re

# In characters: a longer block says other things, too.
LONGEST = 300
LABEL = re.compile(
    r"\W{0,3}(?:(?:presse|medien)(?:-?\s?kontakte?|stelle|anfragen|ansprechpartner(?:in)?)"
    r"|(?:press|media) (?:contacts?|enquiries|inquiries|office)"
    r"|contacts? (?:de )?presse|contact média|contacto (?:de )?prensa|contacto para (?:medios|prensa)|contatti stampa"
    r"|ufficio stampa|contato (?:de )?imprensa|assessoria de imprensa|perscontact|presse?kontakt(?:er)?"
    r"|kontakt dla (?:mediów|prasy)|kontakt pro média|sajtókapcsolat|контакты для (?:прессы|сми)"
    r"|basın (?:iletişim|irtibat)|quelle und kontaktadresse|媒体联系|媒體聯絡|新闻联系人|報道関係者お問い?合わせ先?"
    r"|【?リリース発信元】?|언론 ?문의|보도 ?문의)\b"
)
# A number that is called, an address that is written to.
TELEPHONE = re.compile(
    r"\b(?:tel(?:\.|efon|ephone|éfono)?|phone|fon|fax|тел)\b\W{0,4}\+?[\d(]|(?:電話|电话|전화)\W{0,3}\d"
)
ADDRESS = re.compile(r"@|\(at\)|\bwww\.|https?://|\d{3}\W{0,2}\d{3}")
# What stands between the parts of an address that is set in one line.
SIGN, MOST_SIGNS = re.compile(r"\s[•|*·]\s"), 2


def is_contact(text: str) -> bool:
    """Whether a block is such an address, by its label, or by signs between its parts and a telephone's number."""
    if len(text) > LONGEST:
        return False
    line = text.lower()
    if LABEL.match(line):
        return ADDRESS.search(line) is not None or TELEPHONE.search(line) is not None
    return len(SIGN.findall(line)) >= MOST_SIGNS and TELEPHONE.search(line) is not None
