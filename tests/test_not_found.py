"""Pages that stand in place of one that is not there."""

from __future__ import annotations

import pytest

from extractors.html.not_found import is_not_found
from extractors.text.words import words_of
from tests.test_extract_elsewhere import LINES, MENU, read

SAID = {
    "Page not found": "The page that you asked for has moved, or was deleted. Please use the search.",
    "404": "Nothing is here. Go back to the front page and look for what you need there.",
    "Error 404 - Harbour Post": "Something went wrong, and we are sorry for that. Try the search above.",
    "Oops! We couldn't find that page": "It may have moved. Please go to the front page of the Harbour Post.",
    "Story unavailable": "This story can no longer be read here. These are the stories of today.",
    "This article has been removed": "It stood here until last week. These are the stories of today.",
    "Seite nicht gefunden | Hafenpost": "Die gewünschte Seite gibt es nicht mehr. Bitte nutzen Sie die Suche.",
    "Oups, page introuvable": "La page que vous recherchez n’existe pas ou a été déplacée.",
    "Página no encontrada": "La página que busca ya no existe o ha cambiado de dirección.",
    "Страница не найдена": "Запрошенная страница удалена или никогда не существовала. Воспользуйтесь поиском.",
    "ページが見つかりません": "お探しのページは移動または削除された可能性があります。",
    "找不到页面": "您访问的页面可能已被删除或移动，请返回首页。",
    "페이지를 찾을 수 없습니다": "요청하신 페이지가 삭제되었거나 주소가 바뀌었습니다.",
    "Sayfa bulunamadı": "Aradığınız sayfa kaldırılmış ya da taşınmış olabilir.",
    "الصفحة غير موجودة": "ربما تم نقل الصفحة التي تبحث عنها أو حذفها.",
}


@pytest.mark.parametrize(
    "place", ["<title>{0}</title><main>{1}</main>", "<title>Post</title><main><h1>{0}</h1>{1}</main>"]
)
@pytest.mark.parametrize("headline", SAID)
def test_a_page_that_says_so_is_no_article(headline: str, place: str) -> None:
    page = place.format(headline, f"<p>{SAID[headline]}</p>")
    extraction = read(f"<html><body><nav><ul>{MENU}</ul></nav>{page}</body></html>")
    assert extraction.article is None
    assert extraction.error


@pytest.mark.parametrize(
    "headline", ["Page not found", "Why “404 not found” is the most printed page of the web", "404"]
)
def test_an_article_is_one_whatever_its_headline(headline: str) -> None:
    assert not is_not_found([headline], len(words_of(" ".join(LINES))))


@pytest.mark.parametrize(
    "headline", ["Wreck of the Havlys not found after a week of searching the northern fjord", "Room 404 burns"]
)
def test_a_headline_that_says_more_is_none_of_such_a_page(headline: str) -> None:
    assert not is_not_found([headline], len(words_of(LINES[0])))
