"""Lines that say who owns a page: no article's own, in whatever language they stand."""

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
# Longer texts speak of such lines, or of rights.
LONGEST = 160


def is_small_print(text: str) -> bool:
    """Whether a block is a line of that kind."""
    return len(text) <= LONGEST and OWNED.search(text) is not None
