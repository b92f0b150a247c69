"""Lines that say who owns a page."""

from __future__ import annotations

import pytest

from extractors.body.small_print import is_small_print


@pytest.mark.parametrize(
    "line",
    [
        *("© 2026 Harbour Post Media. All rights reserved.", "Copyright © 2024 Post", "(c) 2011 Post", "2024 © Post"),
        *("Alle Rechte vorbehalten.", "Tous droits réservés", "Все права защищены", "转载请注明出处"),
        *("版权声明：本文为港口邮报原创，未经授权不得转载。", "無断転載を禁じます", "무단 전재 및 재배포 금지"),
        *(
            "When you buy through links on our site, we may earn an affiliate commission.",
            "Mit * markierte Links sind Affiliate-Links: wir erhalten eine Provision.",
        ),
        *(
            "（责任编辑：王小明）",
            "来源：港口邮报 编辑：李雷",
            "原标题：港口结冰",
            "声明：转载此文是出于传递更多信息之目的。",
        ),
        *(
            "При полном использовании материалов ссылка на «Курьер» обязательна.",
            "Reproduction interdite sans autorisation",
        ),
        *("جميع الحقوق محفوظة لصحيفة المرفأ", "כל הזכויות שמורות"),
    ],
)
def test_a_line_of_rights_is_small_print(line: str) -> None:
    assert is_small_print(line)


@pytest.mark.parametrize(
    "text",
    [
        "Copyright law has not kept up with machines, the judge wrote.",
        "The court said that the city reserved all rights to the harbour.",
        "他说，这本书的版权属于作者。",
        "“We earn a commission on every boat,” said the broker.",
        "他说，责任编辑不在报社。",
        "She wrote to the mayor, who had no e-mail address.",
        "The bank cut the commissions of its brokers.",
        "All rights reserved, said the sign on the gate; but the gate was open. " * 3,
    ],
)
def test_a_text_about_rights_is_none(text: str) -> None:
    assert not is_small_print(text)
