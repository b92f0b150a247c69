"""Pages that stand in place of an article are told by their titles, in any language."""

from __future__ import annotations

import pytest

from extractors.html.walls import titled_wall
from tests.test_extract_elsewhere import LINES, MENU, read

CHECKS = {
    "Just a moment...": "Checking that the connection is secure. This takes a few seconds, then the page will open.",
    "Attention Required! | EdgeShield": "Why have I been stopped? The site protects itself against attacks.",
    "Are you a robot?": "Please press the box below to go on. Something about your visit made us think of a program.",
    "Einen Moment bitte": "Ihr Browser wird geprüft. Danach werden Sie auf die gewünschte Seite weitergeleitet.",
    "Un momento…": "Estamos comprobando que la conexión es segura. La página se abrirá en unos segundos.",
    "Проверка браузера": "Это займет несколько секунд. После проверки страница откроется сама, обновлять ее не надо.",
    "请稍候…": "正在确认您的连接是否安全，几秒钟后将自动打开您要访问的页面，请不要关闭窗口。",
    "しばらくお待ちください": "接続の安全性を確認しています。数秒後にページが自動的に開きますのでお待ちください。",
}
CONSENTS = {
    "We value your privacy": "We and our 214 partners keep cookies on your device to show adverts and to count visits.",
    "Before you continue to the Post": "We use cookies to run the site. Tell us whether you agree to all of them.",
    "Zustimmung – Hafenpost": "Mit Ihrer Einwilligung speichern wir und unsere Partner Cookies auf Ihrem Gerät.",
    "Votre consentement": "Avec votre accord, nos 98 partenaires et nous gardons des cookies et comptons les visites.",
    "Toestemming": "Met uw toestemming plaatsen wij en onze partners cookies om advertenties te tonen en te meten.",
    "Din integritet": "Vi och våra partner använder kakor för att visa annonser och räkna besök på sidorna.",
    "Мы используем cookie": "С вашего согласия мы и наши партнёры храним файлы cookie и показываем рекламу.",
}
OTHERS = {
    "Unavailable due to legal reasons": "You seem to visit the site from a country to which we may not show it.",
    "We'll be back soon": "We are working on the site at the moment, and hope that it can be reached again shortly.",
    "Wartungsarbeiten": "Unsere Seite ist derzeit nicht erreichbar. Wir sind in Kürze wieder für Sie da.",
    "503 Service Temporarily Unavailable": "The server cannot answer your request at the moment. Please try again.",
    "Too many requests": "You have sent more requests than the server takes in an hour. Please wait, then try again.",
    "Произошла ошибка": "Сервер не смог выполнить ваш запрос. Пожалуйста, попробуйте ещё раз через несколько минут.",
    "Are you over 18?": "What stands on these pages is made for adults. Please say that you are old enough to go on.",
    "Log in": "You have no account yet? Make one now, and read all that we print on each of your devices at home.",
    "Connectez-vous": "Vous n’avez pas encore de compte ? Créez-en un en quelques minutes pour lire nos pages.",
    "Your browser is out of date": "Please install the latest version of your browser to see this site as it is meant.",
    "Suchergebnisse": "Zu Ihrer Suche wurde nichts gefunden. Versuchen Sie es mit anderen Wörtern oder weniger davon.",
}
ELSEWHERE = {
    "We are sorry": "This page is not available in your country. We hope that this will change before long.",
    "Sorry": "We're sorry, the article you wanted is not available in your region for legal reasons.",
    "Content unavailable": "What you look for cannot be seen from where you are. Reference: 7f2.",
    "Hinweis": "Es tut uns leid, dieser Inhalt ist in Ihrem Land aus rechtlichen Gründen nicht verfügbar.",
    "Contenu indisponible": "La page que vous cherchez ne peut être vue depuis l’endroit où vous êtes.",
    "Désolé": "Cette page n’est pas disponible dans votre pays pour des raisons juridiques.",
    "Aviso": "Lo sentimos, este contenido no está disponible en tu país por motivos legales.",
    "Avviso": "Siamo spiacenti, questa pagina non è disponibile nel tuo paese per motivi legali.",
    "Aviso legal": "Lamentamos, mas esta página não está disponível no seu país por motivos legais.",
    "Melding": "Helaas is deze pagina niet beschikbaar in uw land. Het spijt ons zeer.",
    "Uwaga": "Przepraszamy, ta strona nie jest dostępna w twoim kraju ze względów prawnych.",
    "Внимание": "К сожалению, эта страница недоступна в вашей стране по юридическим причинам.",
    "Upozornění": "Omlouváme se, tato stránka není dostupná ve vaší zemi z právních důvodů.",
    "Uyarı": "Üzgünüz, bu sayfa yasal nedenlerle bulunduğunuz ülkede kullanılamıyor.",
    "お知らせ": "申し訳ございません。この記事はお住まいの地域ではご利用いただけません。",
}
OTHERS |= ELSEWHERE
PLACES = ["<title>{0}</title><main><div>{1}</div></main>", "<title>Post</title><main><h1>{0}</h1>{1}</main>"]
BUTTONS = "<form method='post'><button>OK</button><button>…</button></form>"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("title", [*CHECKS, *CONSENTS, *OTHERS])
def test_a_gate_is_no_article(title: str, place: str) -> None:
    text = f"<p>{(CHECKS | CONSENTS | OTHERS)[title]}</p>{BUTTONS}"
    extraction = read(f"<html><body>{place.format(title, text)}</body></html>")
    assert extraction.article is None
    assert extraction.error


@pytest.mark.parametrize("place", ["before", "behind"])
@pytest.mark.parametrize("title", CONSENTS)
def test_a_banner_on_the_page_of_an_article_is_no_gate(title: str, place: str) -> None:
    banner = f"<div class='banner'><h2>{title}</h2><p>{CONSENTS[title]}</p>{BUTTONS}</div>"
    story = f"<article><h1>The ferry is back</h1>{''.join(f'<p>{line}</p>' for line in LINES)}</article>"
    body = banner + story if place == "before" else story + banner
    extraction = read(f"<html><title>The ferry is back</title><body><ul>{MENU}</ul>{body}</body></html>")
    assert extraction.article is not None
    assert LINES[0] in extraction.article.text


@pytest.mark.parametrize("button", ["Accept all", "Akzeptieren", "J’accepte", "Accetta", "Принять все", "同意"])
@pytest.mark.parametrize("menu", ["", f"<ul>{MENU}</ul>"])
def test_a_request_for_consent_is_told_by_its_text(button: str, menu: str) -> None:
    text = "We and our partners keep cookies on your device to show adverts and to count how often you come here."
    box = f"<div class=c1><p>{text}</p><p>Read more of cookies in what we say of privacy here.</p></div>"
    extraction = read(f"<html><title>Post</title><body>{menu}{box}<button>{button}</button></body></html>")
    assert extraction.article is None


@pytest.mark.parametrize("title", [*CHECKS, *CONSENTS, *OTHERS])
def test_an_article_of_that_name_is_one(title: str) -> None:
    texts = [*LINES, "It is about cookies."] * 4
    assert titled_wall([title], texts, texts) is None


@pytest.mark.parametrize(
    "line", ["The match is not available in your region.", "Sorry, says the mayor to your country."]
)
def test_an_article_that_speaks_of_other_countries_is_one(line: str) -> None:
    story = "".join(f"<p>{text}</p>" for text in (*LINES[:2], line))
    extraction = read(f"<html><title>The ferry is back</title><body><h1>The ferry is back</h1>{story}</body></html>")
    assert extraction.article is not None


@pytest.mark.parametrize("title", ["Just a moment of silence stopped the town", "Court: consent banners break the law"])
def test_a_headline_that_says_more_is_none_of_a_gate(title: str) -> None:
    texts = ["The court spoke of cookies on Monday.", "The judges said so after a long day."]
    assert titled_wall([title], texts, texts) is None


ACCEPTANCES = ["Accetta e chiudi", "Accepter et fermer", "Akzeptieren und weiterlesen", "Accept and subscribe", "OK"]


@pytest.mark.parametrize("label", ACCEPTANCES)
def test_a_dialog_about_cookies_alone_is_no_article_whatever_its_button_adds(label: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in list(CONSENTS.values())[:2])
    dialog = f"<div role=dialog><h2>Dear reader</h2>{lines.replace('We and', 'With cookies we and')}</div>"
    page = f"<title>The ferry is back</title><ul>{MENU}</ul>{dialog}<button>{label}</button>"
    extraction = read(f"<html><body>{page}</body></html>")
    assert extraction.article is None
    assert extraction.error
