"""Lines that say who owns a page, or who earns by it: no article's own, in whatever language they stand."""

from __future__ import annotations

import re

OWNED = re.compile(
    r"^\W{0,3}(?:©|\(c\)\s*\d{4}|copyright\s*(?:©|\(c\)|\d{4})|\d{4}\s*©)"
    r"|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos (?:los|os) direitos reservados"
    r"|todos los derechos reservados|tutti i diritti riservati|все права защищены|усі права захищені"
    r"|wszelkie prawa zastrzeżone|alle rechten voorbehouden|tüm hakları saklıdır|kaikki oikeudet pidätetään"
    r"|med ensamrätt|minden jog fenntartva|všechna práva vyhrazena|जमा अधिकार|सर्वाधिकार सुरक्षित"
    r"|版权所有|版權所有|版权声明|版權聲明|未经(?:授权|许可|允许|本[站报网].{0,6})|未經(?:授權|許可|同意)|不得转载|不得轉載|请勿转载|转载请(?:注明|联系)"
    r"|無断転載|無断複製|著作権は|무단\s*전재|저작권자|جميع الحقوق محفوظة|کلیه حقوق|כל הזכויות שמורות|สงวนลิขสิทธิ์",
    re.IGNORECASE,
)
# A shop's share in what readers buy, told by who gets it.
SHARE_IN_SALES = re.compile(
    r"\b(?:we|us|our|site)\b.{0,160}\b(?:affiliate|commissions?)\b|\b(?:affiliate|commissions?)\b.{0,160}\b(?:we|us|our)\b"
    r"|\b(?:wir|uns)\b.{0,160}\b(?:provision|affiliate)|\b(?:nous|notre)\b.{0,160}\b(?:commission|affili)"
    r"|(?:enlaces?|links?) de afilia|comisión por (?:las )?compras|commissione (?:di|per) affilia",
    re.IGNORECASE,
)
# Longer texts speak of such lines, or of rights and sales.
LONGEST_OWNED, LONGEST_SHARE, QUOTATION_MARKS = 160, 240, "\"“„«»‘'"


def is_small_print(text: str) -> bool:
    """Whether a block is a line of that kind."""
    if len(text) > LONGEST_SHARE or text[0] in QUOTATION_MARKS:
        return False
    is_owned = len(text) <= LONGEST_OWNED and OWNED.search(text) is not None
    return is_owned or SHARE_IN_SALES.search(text) is not None
