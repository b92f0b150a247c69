"""Pages that stand in place of articles are told from articles about such pages."""

# ruff: noqa: ISC004, E501  (a title and a text, of scripts without spaces)

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors import Page
from spiders.reading.walls import read_pages, wall_in, wall_of
from storage.store.resting import IN_PLACE, may_come_later
from tests.storage_samples import NOON, article

WALLS = {
    "consent": (
        "Before you continue",
        "We and our partners use cookies to keep our pages working and to show personalised ads. Click accept all to "
        "go on, or reject all to read with fewer. You can withdraw your consent at any time in our privacy policy.",
    ),
    "consent, German": (
        "Zustimmung erforderlich",
        "Wir und unsere Partner verwenden Cookies. Mit einem Klick auf Alle akzeptieren geben Sie Ihre Einwilligung. "
        "Mehr steht in der Datenschutzerklärung, wo Sie die Zustimmung jederzeit zurücknehmen.",
    ),
    "consent, French": (
        "Vos choix",
        "Avec nos partenaires, nous utilisons des cookies. Cliquez sur Tout accepter ou Continuer sans accepter. Vous "
        "pouvez retirer votre consentement à tout moment, la vie privée est notre souci.",
    ),
    "cookies": (
        "Please enable cookies",
        "This page cannot be shown because cookies are disabled. Enable cookies in the browser settings and reload the "
        "page. How that is done is told by the maker of your browser.",
    ),
    "challenge": (
        "Are you a robot?",
        "We have seen unusual traffic from your network. To go on, please verify you are human by clicking the box "
        "below. Make sure that your browser supports scripts. The reference ID of this visit is 0.2d8.",
    ),
    "challenge, Spanish": (
        "Verificación de seguridad",
        "Hemos detectado tráfico inusual desde su red. Para continuar, confirme que no eres un robot. Acceso denegado "
        "mientras tanto.",
    ),
    "consent, short, German": (
        "Bevor Sie fortfahren",
        "Wir und unsere 310 Partner verarbeiten Daten. Bitte stimmen Sie der Verwendung von Cookies zu.",
    ),
    "consent, short, French": (
        "Avant de continuer",
        "Nos partenaires traitent des données. Acceptez l’utilisation de cookies.",
    ),
    "consent, short, Italian": (
        "Prima di continuare",
        "I nostri partner trattano dati. Accetta l’uso dei cookie.",
    ),
    "consent, short, Russian": (
        "Прежде чем продолжить",
        "Согласитесь с использованием файлов cookie, дайте ваше согласие.",
    ),
    "challenge, automatic": (
        "news.example",
        "Checking if the site connection is secure. news.example needs to review the security of your connection before "
        "it goes on. Enable JavaScript and cookies to continue.",
    ),
    "challenge, automatic, German": (
        "Einen Moment bitte",
        "Es wird geprüft, ob die Verbindung sicher ist. Aktivieren Sie JavaScript und Cookies.",
    ),
    "maintenance": (
        "We'll be back soon!",
        "Sorry for the inconvenience, but we are performing some maintenance at the moment. Our site is down for a "
        "short while. Thank you for your patience, and please check back later.",
    ),
    "maintenance, Polish": (
        "Przerwa techniczna",
        "Trwają prace techniczne. Przepraszamy za utrudnienia i dziękujemy za cierpliwość. Wrócimy wkrótce.",
    ),
    "maintenance, Russian": (
        "Технические работы",
        "На сайте ведутся технические работы, он временно недоступен. Приносим извинения за неудобства, зайдите позже.",
    ),
}
ARTICLES = {
    "about consent": (
        "Court rules on cookie consent",
        "The highest court has ruled that a banner which offers to accept all and hides the way to reject all is no "
        "consent. Three readers had sued two newspapers, whose banners said that we value your privacy. The judges "
        "found that the choice must be as simple in both directions. Publishers now have a year to change their pages. "
        "Lawyers of the outlets called the verdict a blow, while data protection officers in four countries welcomed "
        "it and announced that they would look at the largest pages first. " * 2,
    ),
    "about robots": (
        "Are you a robot? How a small box took over the web",
        "In 1997 an engineer in a basement in Palo Alto wanted to keep programs out of a list of addresses. What he "
        "drew were crooked letters. Today a captcha is solved two hundred million times a day, and machines are better "
        "at it than people. The new ones look at how the hand moves. Critics say that this is a watch over everybody. "
        "The makers answer that nothing is kept. Neither side can prove its claim, and so the small box stays. " * 2,
    ),
    "about maintenance, Chinese": (
        "铁路售票系统升级的一夜",
        "市民发现网站维护中，系统维护的公告写着系统升级、暂停服务、敬请谅解。记者在机房见到了值班的工程师，他们从凌晨一点开始更换设备。"
        + "这座机房建于一九九八年，墙上还挂着当年的照片，窗外能看见车站的钟楼。" * 12,
    ),
    "about maintenance": (
        "Bridge closed for scheduled maintenance",
        "The eastern bridge is closed from Monday for scheduled maintenance. Workers replace forty bolts and paint the "
        "northern rail. Buses go over the dam, which adds ten minutes. The council asks drivers for your patience, as "
        "the notice says, and expects to open the bridge before the market of Saturday, if the weather holds. " * 2,
    ),
}


@pytest.mark.parametrize("name", WALLS)
@pytest.mark.parametrize("published", [None, "2026-11-27T08:00:00+00:00"])
def test_a_wall_is_told(name, published):
    title, text = WALLS[name]
    wall = wall_of(article(text, title=title, authors=(), published=published))
    assert wall is not None
    assert name.partition(",")[0].removesuffix("s") in wall.replace("whether a person reads", "challenge")


@pytest.mark.parametrize("published", [None, "2026-03-02", "2026-03-02T00:00:00+00:00"])
def test_the_date_of_an_address_makes_no_article_of_a_wall(published):
    text = "Please accept cookies to go on."
    wall = article(text, title="Your cookie choices", authors=(), published=published)
    assert wall_of(replace(wall, url="https://a.example/2026/03/02/a-story")) is not None
    assert (wall_of(replace(wall, url="https://a.example/a-story")) is None) == (published is not None)


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("published", [None, "2026-11-27T08:00:00+00:00"])
def test_an_article_about_walls_is_none(name, published):
    title, text = ARTICLES[name]
    assert wall_of(article(text, title=title, authors=(), published=published)) is None


def test_a_wall_is_asked_again():
    assert may_come_later(f"{IN_PLACE}a page that asks for consent to cookies")
    assert not may_come_later("no article was found on the page")
    assert not may_come_later(None)


BARE = [
    ("", "Subscribe to read on. Already a subscriber? Log in."),
    ("<p>By Ada Król</p>", "Pour lire la suite, abonnez-vous"),
    ("<p>The council…</p>", "Log in to continue reading"),
    ("<h2>Bridge gets built over the long river</h2>", "Jetzt abonnieren und weiterlesen"),
]


@pytest.mark.parametrize(("shown", "demand"), BARE)
def test_a_wall_without_a_teaser_is_no_article(shown, demand):
    read = read_pages([_page(shown, demand)], None, None)
    assert read.article is None
    assert read.error.startswith(f"{IN_PLACE}a wall that lets none of the text through")
    said = read.error.partition("the page says “")[2].partition("”")[0]
    assert said
    assert said in demand.casefold()


TEASERS = [
    "The council voted for the bridge on Monday after a long debate.",
    "Ada Król, the mayor, said that nobody will have to pay a toll.",
]


@pytest.mark.parametrize(("_shown", "demand"), BARE)
def test_of_a_walled_page_neither_headline_nor_wall_is_text(_shown, demand):
    read = read_pages([_page("".join(f"<p>{line}</p>" for line in TEASERS), demand)], None, None)
    assert read.article.text.split("\n") == TEASERS
    assert (read.article.access, read.article.complete) == ("locked", False)


def _page(shown, demand):
    head = "<title>Bridge gets built over the long river</title><meta name=author content='Ada Król'>"
    body = f"<main><article><h1>Bridge gets built over the long river</h1>{shown}<p>{demand}</p></article></main>"
    text = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    return Page("https://a.example/a-story", text, {"content-type": "text/html; charset=utf-8"}, 200, NOON)


ELSEWHERE = [
    (
        "Wij vragen je toestemming",
        "Wij en onze partners gebruiken cookies en vergelijkbare technieken om de site te laten werken en "
        "advertenties te personaliseren. Klik op Alles accepteren of stel je voorkeuren in. Meer lees je in "
        "ons privacybeleid.",
    ),
    (
        "Din integritet",
        "Vi och våra partner använder cookies för att anpassa innehåll och annonser. Klicka på Godkänn alla "
        "för att fortsätta, eller hantera inställningar. Läs mer i vår integritetspolicy.",
    ),
    (
        "Samtykke",
        "Vi og vores partnere bruger cookies til at vise dig relevante annoncer. Tryk på Accepter alle for at "
        "fortsætte eller Afvis alle. Læs mere i vores cookiepolitik og privatlivspolitik.",
    ),
    (
        "Evästeet",
        "Käytämme evästeitä ja kumppanimme keräävät tietoja. Hyväksy kaikki evästeet jatkaaksesi tai hylkää "
        "kaikki. Lue lisää tietosuojaselosteesta ja evästekäytännöstä.",
    ),
    (
        "Szanujemy Twoją prywatność",
        "My i nasi partnerzy używamy plików cookie, aby wyświetlać spersonalizowane reklamy. Kliknij "
        "Akceptuję wszystko, aby przejść dalej, lub zmień ustawienia zgody. Szczegóły w polityce prywatności.",
    ),
    (
        "Souhlas s cookies",
        "My a naši partneři používáme soubory cookie k přizpůsobení obsahu a reklam. Klikněte na Přijmout "
        "vše, nebo Odmítnout vše. Více v zásadách ochrany osobních údajů.",
    ),
    (
        "Çerez tercihleri",
        "Biz ve ortaklarımız çerez kullanıyoruz. Devam etmek için Tümünü kabul et düğmesine basın veya Tümünü "
        "reddet. Ayrıntılar gizlilik politikasında ve çerez politikasında.",
    ),
    (
        "Acordul dumneavoastră",
        "Noi și partenerii noștri folosim cookie-uri pentru a personaliza conținutul. Apăsați Accept toate "
        "pentru a continua sau Refuz toate. Detalii în politica de confidențialitate.",
    ),
    (
        "As suas escolhas",
        "Nós e os nossos parceiros utilizamos cookies para personalizar anúncios. Clique em Aceitar tudo para "
        "continuar ou Rejeitar tudo. Consulte a nossa política de privacidade.",
    ),
    (
        "Cookieの同意",
        "当サイトと提携企業は、広告を表示するためにCookieを使用しています。続けるには「すべて同意する」を押してください。「すべて拒否」も選べます。詳しくはプライバシーポリシーをご覧ください。",
    ),
    (
        "쿠키 동의",
        "저희와 파트너는 맞춤형 광고를 위해 쿠키를 사용합니다. 계속하려면 모두 동의를 누르거나 모두 거부를 선택하세요. 자세한 내용은 개인정보 처리방침을 참고하세요.",
    ),
    (
        "隐私设置",
        "我们和合作伙伴使用Cookie来提供个性化广告。点击“全部接受”继续，或“全部拒绝”。详情请见隐私政策。",
    ),
    (
        "ملفات تعريف الارتباط",
        "نحن وشركاؤنا نستخدم ملفات تعريف الارتباط لعرض الإعلانات. اضغط قبول الكل للمتابعة أو رفض الكل. راجع "
        "سياسة الخصوصية.",
    ),
    (
        "Згода",
        "Ми та наші партнери використовуємо файли cookie. Натисніть «Прийняти все», щоб продовжити, або "
        "«Відхилити все». Докладніше в політиці конфіденційності.",
    ),
    (
        "Cookies requis",
        "Votre navigateur n'accepte pas les cookies. Veuillez activer les cookies dans les paramètres de "
        "votre navigateur puis recharger la page pour continuer.",
    ),
    (
        "Cookies erforderlich",
        "Bitte aktivieren Sie Cookies in Ihrem Browser, um diese Seite zu sehen. Cookies sind deaktiviert. "
        "Laden Sie die Seite danach neu.",
    ),
    (
        "Pardon Our Interruption",
        "As you were browsing something about your browser made us think you were a bot. You're a power user "
        "moving through this website with super-human speed. After completing the CAPTCHA below, you will "
        "immediately regain access to the site.",
    ),
    (
        "Sind Sie ein Roboter?",
        "Wir haben ungewöhnlichen Datenverkehr aus Ihrem Netzwerk festgestellt. Bitte bestätigen Sie, dass "
        "Sie kein Roboter sind, um fortzufahren.",
    ),
    (
        "Você é um robô?",
        "Detectamos tráfego incomum na sua rede. Confirme que você não é um robô para continuar. Verificação "
        "de segurança.",
    ),
    (
        "Проверка",
        "Подтвердите, что вы не робот. Мы заметили подозрительный трафик из вашей сети. Проверка браузера "
        "перед входом на сайт.",
    ),
    (
        "Weryfikacja",
        "Potwierdź, że nie jesteś robotem. Wykryliśmy nietypowy ruch z Twojej sieci. Trwa sprawdzanie przeglądarki.",
    ),
    (
        "セキュリティチェック",
        "ロボットではないことを確認してください。ネットワークから通常と異なるトラフィックが検出されました。続けるには認証を完了してください。",
    ),
    (
        "安全验证",
        "请完成验证以确认您不是机器人。我们检测到来自您网络的异常流量。请输入验证码后继续访问。",
    ),
    (
        "Robot musunuz?",
        "Ağınızdan olağan dışı trafik algılandı. Devam etmek için robot olmadığınızı doğrulayın. Güvenlik kontrolü.",
    ),
    (
        "Onderhoud",
        "Onze site is tijdelijk niet beschikbaar wegens onderhoud. We zijn zo weer terug. Excuses voor het ongemak.",
    ),
    (
        "Underhåll",
        "Webbplatsen är tillfälligt nere för underhåll. Vi är snart tillbaka. Vi ber om ursäkt för besväret.",
    ),
    (
        "Huoltokatko",
        "Sivusto on väliaikaisesti poissa käytöstä huollon vuoksi. Palaamme pian. Pahoittelemme häiriötä.",
    ),
    (
        "점검 중",
        "현재 시스템 점검 중으로 서비스를 일시적으로 이용할 수 없습니다. 이용에 불편을 드려 죄송합니다. 잠시 후 다시 시도해 주세요.",
    ),
    (
        "Oops! Something went wrong",
        "An unexpected error occurred. We are working to fix it. Please try again later. Error reference 123.",
    ),
    (
        "Too many requests",
        "You have sent too many requests in a given amount of time. Please slow down and try again later. "
        "Rate limit exceeded.",
    ),
    (
        "Not available in your region",
        "Unfortunately our website is currently unavailable in most European countries. This content is not "
        "available in your region due to GDPR.",
    ),
    (
        "Please disable your ad blocker",
        "We noticed that you are using an ad blocker. Please disable your ad blocker or whitelist our site to "
        "continue. Advertising helps us fund our journalism.",
    ),
]


@pytest.mark.parametrize(("title", "text"), ELSEWHERE)
@pytest.mark.parametrize("is_dated", [True, False])
def test_a_short_wall_is_told_in_many_languages(title, text, is_dated):
    assert wall_in(title, text, is_dated)
    assert wall_in(title, f"{text} {ARTICLES['about consent'][1] * 8}", is_dated) is None


def _plain_page(headline, *lines):
    text = "".join(f"<p>{line}</p>" for line in lines)
    body = f"<!doctype html><title>The Post</title><body><h1>{headline}</h1>{text}<button>OK</button>"
    return Page(
        "https://x.example/2026/11/27/a-title", body.encode(), {"content-type": "text/html; charset=utf-8"}, 200, NOON
    )


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_told_whether_or_not_it_is_long_enough_for_an_article(name):
    error = read_pages([_plain_page(*WALLS[name])], None, None).error
    assert may_come_later(error), error


@pytest.mark.parametrize("line", ["Watch the video of the ferry.", "Cookies for the harvest fair", ""])
def test_a_short_page_of_its_own_is_no_wall(line):
    assert not may_come_later(read_pages([_plain_page("The ferry", line)], None, None).error)
