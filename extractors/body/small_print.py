"""Lines that say who owns a page, or who earns by it: no article's own, in whatever language they stand.

The expressions want small letters: Python searches ten times as long where it has to try both cases.
"""

from __future__ import annotations

import re

NOTICE = re.compile(r"\W{0,3}(?:©|\(c\)\s*\d{4}|copyright\s*(?:©|\(c\)|\d{4})|\d{4}\s*©|声明[:：]|免责声明)")
OWNED = re.compile(
    r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos (?:los|os) direitos reservados"
    r"|todos los derechos reservados|tutti i diritti riservati"
    r"|riproduzione riservata|все права защищены|усі права захищені"
    r"|wszelkie prawa zastrzeżone|alle rechten voorbehouden|tüm haklar[ıi] sakl[ıi]d[ıi]r|kaikki oikeudet pidätetään"
    r"|med ensamrätt|minden jog fenntartva|všechna práva vyhrazena|जमा अधिकार|सर्वाधिकार सुरक्षित"
    r"|版权所有|版權所有|版权声明|版權聲明|未经(?:授权|许可|允许|本[站报网].{0,6})|未經(?:授權|許可|同意)|不得转载|不得轉載|请勿转载|转载请(?:注明|联系)"
    r"|(?:禁止|谢绝|謝絕)(?:任何)?(?:形式的?)?(?:转载|轉載)|违者必究|仅代表作者|僅代表作者"
    r"|ссылка на .{0,60}обязательна|перепечатка .{0,60}(?:запрещен|разрешен)"
    r"|reproduction interdite|prohibida su reproducción"
    r"|無断転載|無断複製|著作権は|무단\s*전재|저작권자|جميع الحقوق محفوظة|کلیه حقوق|כל הזכויות שמורות|สงวนลิขสิทธิ์"
)
# A shop's share in what readers buy, told by who gets it.
SHARE_IN_SALES = re.compile(
    r"\b(?:we|us|our|site)\b.{0,160}\b(?:affiliate|commissions?)\b|\b(?:affiliate|commissions?)\b.{0,160}\b(?:we|us|our)\b"
    r"|\b(?:wir|uns)\b.{0,160}\b(?:provision|affiliate)|\b(?:nous|notre)\b.{0,160}\b(?:commission|affili)"
    r"|(?:enlaces?|links?) de afilia|comisión por (?:las )?compras|commissione (?:di|per) affilia"
)
# What speaks of such a share has one of these: looked for first, which is quick.
OF_SHARES = ("affili", "afilia", "commission", "provision", "comisión")
# Who edited, where it was first: lines in which nothing else stands.
CREDIT = re.compile(
    r"^\W{0,3}(?:责任编辑|責任編輯|责编|責編|编辑|編輯|原标题|原標題|校对|审核|(?:来源|來源)[:：][^。]{1,30}(?:编辑|編輯|责编))\s?[:：/]"
    r"[^。]{0,60}$"
)
# Longer texts speak of such lines, or of rights and sales.
LONGEST_OWNED, LONGEST_SHARE, QUOTATION_MARKS = 160, 240, "\"“„«»‘'"


def is_small_print(text: str) -> bool:
    """Whether a block is a line of that kind."""
    if len(text) > LONGEST_SHARE or text[0] in QUOTATION_MARKS:
        return False
    text = text.lower()
    return _is_owned(text) or CREDIT.match(text) is not None or _speaks_of_share(text)


def _is_owned(text: str) -> bool:
    return len(text) <= LONGEST_OWNED and (NOTICE.match(text) is not None or OWNED.search(text) is not None)


def _speaks_of_share(text: str) -> bool:
    return any(map(text.__contains__, OF_SHARES)) and SHARE_IN_SALES.search(text) is not None
