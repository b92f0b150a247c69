from __future__ import annotations

import numpy as np
import pytest

from extractors.meaning.classes import APPEAL_CLASSES, CLASSES
from extractors.meaning.network import COLUMNS, ENOUGH, FEW, appeal_odds, load_meaning, summary
from extractors.meaning.vectors import MOST_WORDS
from extractors.text.words import read_words

ASKS = [
    "If these reports are of use to you, help us to go on with a small monthly amount.",
    "Wenn Ihnen unsere Arbeit etwas wert ist, unterstützen Sie uns mit einem kleinen Betrag im Monat.",
    "Si notre travail vous est utile, aidez-nous à continuer avec un don mensuel.",
    "Если наша работа вам нужна, поддержите нас небольшой суммой каждый месяц.",
    "Recibe cada mañana nuestro boletín en tu correo: deja aquí tu dirección.",
    "私たちの報道を続けるために、毎月のご寄付でご支援ください。",
    "请每月捐一点钱，支持我们继续报道。",
    "Çalışmamız işinize yarıyorsa, her ay küçük bir bağışla bize destek olun.",
]
REPORTS = [
    "The council voted on Monday to close the bridge for repairs until the end of the year.",
    "Der Stadtrat hat am Montag beschlossen, die Brücke bis zum Jahresende zu sperren.",
    "Le conseil municipal a voté lundi la fermeture du pont jusqu'à la fin de l'année.",
    "Городской совет в понедельник решил закрыть мост на ремонт до конца года.",
    "El consejo municipal votó el lunes el cierre del puente hasta finales de año.",
    "市議会は月曜日、橋を年末まで閉鎖することを決めた。",
    "市议会周一决定关闭大桥进行维修，直到年底。",
    "Belediye meclisi pazartesi günü köprünün yıl sonuna kadar kapatılmasına karar verdi.",
]


def odds(*texts: str) -> np.ndarray:
    return appeal_odds(load_meaning().log_probabilities(read_words(list(texts))[0]))


@pytest.mark.parametrize(("asks", "reports"), list(zip(ASKS, REPORTS, strict=True)))
def test_what_asks_means_an_appeal_rather_than_a_report_does(asks: str, reports: str) -> None:
    asked, reported = odds(asks, reports)
    assert asked > 0
    assert asked - reported > 2


def test_probabilities_add_up_to_one() -> None:
    found = load_meaning().log_probabilities(read_words([*ASKS, *REPORTS, "", "!"])[0])
    assert found.shape == (len(ASKS) + len(REPORTS) + 2, len(CLASSES))
    assert np.exp(found).sum(axis=1) == pytest.approx(1.0, abs=0.01)


def test_a_text_means_the_same_whatever_was_read_before() -> None:
    alone = odds(ASKS[0])
    odds(*(f"word{number} other{number}" for number in range(MOST_WORDS // 2)))
    assert odds(REPORTS[3], ASKS[0])[1] == alone[0]


def test_of_a_short_text_the_vectors_tell_alone() -> None:
    by_vectors, by_all = np.full((3, len(CLASSES)), -2.0), np.full((3, len(CLASSES)), -2.0)
    by_all[:, :APPEAL_CLASSES] = -1.0
    told = summary(by_vectors, by_all, np.array([FEW, (FEW + ENOUGH) / 2, ENOUGH + 9]))
    of_vectors, of_all = (told[:, COLUMNS.index(name)] for name in ("vectors_appeal", "means_appeal"))
    assert (of_all - of_vectors).tolist() == pytest.approx([0.0, 0.5, 1.0])
