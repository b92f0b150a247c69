from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metadata.languages import CODES, KNOWN, SPEAKERS, read_tag
from tests.metadata_pages import json_ld, metadata_of, page

TEXTS = {
    "en": "The council met again on Tuesday and spoke for a long time about the bridge that is to be built. ",
    "de": "Der Rat der Stadt hat sich am Dienstag wieder mit der Brücke befasst, die nicht gebaut wird. ",
    "fr": "Le conseil de la ville a parlé mardi du pont qui sera construit sur la rivière et des travaux. ",
    "es": "El consejo de la ciudad habló el martes del puente que se construirá sobre el río y de las obras. ",
    "ru": "Городской совет во вторник вечером снова говорил о мосте, который не был построен из-за спора за деньги. ",
    "uk": "Міська рада у вівторок знову говорила про міст, який не був збудований через суперечку, але це не все. ",
    "fa": "شورای شهر روز سه‌شنبه درباره پل جدید که در کنار رودخانه ساخته می‌شود با مردم صحبت کرد و این را گفت. ",
    "ar": "تحدث مجلس المدينة يوم الثلاثاء عن الجسر الجديد الذي لم يتم بناؤه بعد في المدينة على النهر مع السكان. ",
    "zh": "市议会周二晚间经过五个小时的辩论，投票决定修建一条连接港口与火车站的有轨电车线路。",
    "ja": "市議会は火曜日の夜、五時間に及ぶ討論の末、港と鉄道駅を結ぶ路面電車の建設を可決した。",
    "ko": "시의회는 화요일 밤 다섯 시간의 토론 끝에 항구와 기차역을 잇는 노면전차 건설을 결정했다. ",
    "el": "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη το βράδυ να κατασκευάσει μια γραμμή τραμ. ",
    "th": "สภาเมืองลงมติเมื่อคืนวันอังคารให้สร้างรถรางเชื่อมท่าเรือกับสถานีรถไฟ ",
}
WRONG = ["", "utf-8", "none", "en-US", "xx"]


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("claim", [*WRONG, "ru", "zh-CN"])
def test_a_text_tells_its_language_where_the_markup_lies(language: str, claim: str) -> None:
    root = page(f"<h1>x</h1><p>{TEXTS[language] * 4}</p>", language=claim)
    assert (metadata_of(root).language or "").partition("-")[0] == language


@pytest.mark.parametrize("language", TEXTS)
def test_a_claim_that_the_text_bears_out_keeps_its_region(language: str) -> None:
    root = page(f"<p>{TEXTS[language] * 4}</p>", '<meta property="og:locale" content="en_US">', f"{language}-XY")
    assert metadata_of(root).language == f"{language}-XY"


def test_the_claim_that_names_the_language_of_the_text_is_taken_first() -> None:
    head = '<meta property="og:locale" content="de_AT">' + json_ld('{"@type": "Article", "inLanguage": "fr"}')
    assert metadata_of(page(f"<p>{TEXTS['de'] * 4}</p>", head, "en")).language == "de-AT"


# Few of their words are small ones: what tells them is how they are spelled.
SPELLED = {
    "tr": "Belediye meclisi salı gecesi limanı istasyona bağlayacak tramvayın yapımını oy çokluğuyla onayladı ve şehrin"
    " doğusundaki köprünün onarımını gelecek yıla erteledi. Görüşmeler beş saat sürdü, salonda yüz kişi vardı. ",
    "uk": "Міська рада вночі схвалила будівництво трамвайної лінії між портом та вокзалом. Обговорення тривало п’ять"
    " годин, у залі сиділо близько сотні містян, більшість із них підтримала рішення. ",
    "hu": "Városunk képviselőtestülete kedd éjjel ötórás vita után megszavazta a kikötőt és állomást összekötő"
    " villamosvonal építését, miközben a híd felújítását későbbre halasztották. Mindenki örült. ",
    "fi": "Kaupunginvaltuusto hyväksyi tiistai-iltana viiden tunnin keskustelun jälkeen raitiotien rakentamisen"
    " satamasta rautatieasemalle. Sillan korjaus siirtyy myöhemmäksi, ja se ei yllättänyt ketään. ",
    "pl": "Radni wieczorem przegłosowali budowę linii tramwajowej łączącej port z dworcem, choć debata trwała pięć"
    " godzin. Remont mostu odłożono, mieszkańcy wyszli zadowoleni, burmistrz też się cieszył. ",
    "sk": "Poslanci večer schválili stavbu električkovej trate medzi prístavom a stanicou, hoci rozprava trvala päť"
    " hodín. Oprava mosta sa odložila, ľudia odchádzali spokojní, najmä tí najstarší, ktorí bývajú na nábreží. ",
}
NEIGHBOURS = {"tr": "de", "uk": "ru", "hu": "fi", "fi": "lv", "pl": "cs", "sk": "cs"}


@pytest.mark.parametrize("language", SPELLED)
@pytest.mark.parametrize("is_near", [True, False], ids=["its neighbour", "English or Russian"])
def test_letters_tell_a_language_of_few_small_words(language: str, is_near: bool) -> None:
    far = "ru" if language == "uk" else "en-US"
    root = page(f"<p>{SPELLED[language] * 2}</p>", language=NEIGHBOURS[language] if is_near else far)
    assert metadata_of(root).language == language


@pytest.mark.parametrize("language", [*SPELLED, "en", "fr"])
def test_names_of_elsewhere_do_not_change_the_language(language: str) -> None:
    text = SPELLED.get(language) or TEXTS[language]
    root = page(f"<p>{text * 4} Łukasz Żółć, Nguyễn Văn Đạt, Jürgen Groß.</p>", language=language)
    assert metadata_of(root).language == language


# Each of a pair has most of its small words from the other.
PAIRS = {
    "ca": "El consell de la ciutat va parlar dimarts del pont que es construirà sobre el riu i de les obres que encara"
    " falten, amb els veïns que han vingut des dels barris. ",
    "gl": "O concello da cidade falou o martes da ponte que se vai construír sobre o río e das obras que aínda"
    " faltan, cos veciños que viñeron dos barrios da beira. ",
    "es": TEXTS["es"],
    "fr": TEXTS["fr"],
    "pt": "O conselho da cidade falou na terça da ponte que se vai construir sobre o rio e das obras que ainda"
    " faltam, com os vizinhos que vieram dos bairros. ",
    "it": "Il consiglio della città ha parlato martedì del ponte che sarà costruito sul fiume e dei lavori che"
    " mancano ancora, con gli abitanti che sono venuti dai quartieri. ",
    "nl": "De gemeenteraad sprak dinsdag over de brug die over de rivier wordt gebouwd en over het werk dat nog"
    " niet klaar is, en de mensen van het dorp waren er ook bij. ",
    "af": "Die stadsraad het Dinsdag gepraat oor die brug wat oor die rivier gebou gaan word en oor die werk wat"
    " nog nie klaar is nie, en die mense van die dorp was ook daar. ",
}
CONFUSED = ["ca es", "ca fr", "ca it", "gl es", "es ca", "pt es", "es pt", "es gl", "it es", "fr ca", "af nl", "nl af"]


@pytest.mark.parametrize("pair", CONFUSED)
def test_small_words_tell_a_language_from_its_neighbour(pair: str) -> None:
    language, claim = pair.split()
    root = page(f"<p>{PAIRS[language] * 3}</p>", language=claim)
    assert metadata_of(root).language == language


# Of these, a text says hardly more than that it is in one of them.
ALIKE = {
    "Gradski savet je u utorak govorio o mostu koji će se graditi na reci i o radovima koji još nisu završeni, a na"
    " sednici je bilo stotinu ljudi koji su došli iz sela. ": ("sr", "sr-Latn", "hr", "bs"),
    "Dewan kota pada hari Selasa membahas jembatan yang akan dibangun di atas sungai dan pekerjaan yang belum selesai,"
    " dan warga dari kampung juga hadir dalam rapat itu. ": ("id", "ms"),
    "Byrådet talte tirsdag om broen, som skal bygges over åen, og om det arbejde, der ikke er færdigt, og de mange"
    " folk af byen var med til mødet. ": ("da", "nb", "no"),
}


@pytest.mark.parametrize(("text", "claim"), [(text, claim) for text, claims in ALIKE.items() for claim in claims])
def test_a_claim_is_believed_of_a_text_that_languages_share(text: str, claim: str) -> None:
    assert metadata_of(page(f"<p>{text * 3}</p>", language=claim)).language == claim


def test_a_short_text_leaves_the_claim_alone() -> None:
    assert metadata_of(page("<p>Der Rat der Stadt.</p>", language="en")).language == "en"
    assert metadata_of(page("<p>1 2 3</p>", language="utf-8")).language is None


@pytest.mark.parametrize(
    ("claim", "tag"),
    [
        ("de_AT.UTF-8", "de-AT"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("EN", "en"),
        ("es-419", "es-419"),
        ("utf-8", None),
        ("english", None),
        ("iw", "he"),
        ("jp", "ja"),
        ("", None),
        (None, None),
    ],
)
def test_claims_are_told_as_tags(claim: str | None, tag: str | None) -> None:
    assert read_tag(claim) == tag


@given(st.text(max_size=20))
def test_any_claim_gives_a_tag_of_a_known_language_or_none(claim: str) -> None:
    tag = read_tag(claim)
    assert tag is None or tag.partition("-")[0] in CODES


def test_the_table_names_languages_that_there_are() -> None:
    assert KNOWN <= CODES
    assert all(speakers for speakers in SPEAKERS.values())


# Few small words again, of languages that share an alphabet but for some letters.
SHARED = {
    "uk": (
        "Міська рада вночі схвалила будівництво трамвайної лінії між портом та вокзалом. Обговорення "
        "тривало п’ять годин, у залі сиділо близько сотні містян, більшість підтримала рішення. "
    ),
    "ru": (
        "Городской совет ночью одобрил строительство трамвайной линии между портом и вокзалом. Обсуждение "
        "длилось пять часов, в зале сидело около сотни горожан, большинство поддержало решение. "
    ),
    "be": (
        "Гарадскі савет уначы ўхваліў будаўніцтва трамвайнай лініі паміж портам і вакзалам. Абмеркаванне "
        "доўжылася пяць гадзін, у зале сядзела каля сотні гараджан, большасць падтрымала рашэнне. "
    ),
    "bg": (
        "Градският съвет одобри през нощта строежа на трамвайна линия между пристанището и гарата. "
        "Обсъждането продължи пет часа, в залата седяха стотина граждани, повечето подкрепиха решението. "
    ),
    "mk": (
        "Градскиот совет ноќеска ја одобри изградбата на трамвајска линија меѓу пристаништето и станицата. "
        "Расправата траеше пет часа, во салата седеа стотина граѓани, повеќето го поддржаа решението. "
    ),
    "sr": (
        "Градско веће је ноћас одобрило изградњу трамвајске линије између луке и железничке станице. "
        "Расправа је трајала пет сати, у сали је седело стотинак грађана, већина је подржала одлуку. "
    ),
    "kk": (
        "Қалалық кеңес түнде порт пен вокзалды жалғайтын трамвай желісін салуды мақұлдады. Талқылау бес "
        "сағатқа созылды, залда жүзге жуық тұрғын отырды, көпшілігі шешімді қолдады. "
    ),
    "ky": (
        "Шаардык кеңеш түндө порт менен вокзалды туташтырган трамвай линиясын курууну жактырды. Талкуу беш "
        "саатка созулду, залда жүзгө жакын тургун отурду, көпчүлүгү чечимди колдоду. "
    ),
    "mn": (
        "Хотын зөвлөл шөнө боомт, галт тэрэгний буудлыг холбох трамвайн шугам барихыг зөвшөөрлөө. "
        "Хэлэлцүүлэг таван цаг үргэлжилж, танхимд зуугаад иргэн суужээ. "
    ),
    "tt": (
        "Шәһәр советы төнлә порт белән вокзалны тоташтыручы трамвай линиясе төзүне хуплады. Фикер алышу биш "
        "сәгатькә сузылды, залда йөзгә якын шәһәр кешесе утырды, күпчелеге карарны яклады. "
    ),
    "tg": (
        "Шӯрои шаҳр шабона сохтмони хати трамвайро байни бандар ва вокзал тасдиқ кард. Муҳокима панҷ соат "
        "давом кард, дар толор тақрибан сад нафар шаҳрванд нишаста буданд. "
    ),
    "uz": (
        "Шаҳар кенгаши тунда порт ва вокзални боғловчи трамвай линиясини қуришни маъқуллади. Муҳокама беш "
        "соат давом этди, залда юзга яқин шаҳарлик ўтирди, кўпчилик қарорни қўллади. "
    ),
    "ba": (
        "Ҡала советы төндә порт менән вокзалды тоташтырыусы трамвай линияһын төҙөүҙе хупланы. Фекер алышыу "
        "биш сәғәткә һуҙылды, залда йөҙгә яҡын ҡала кешеһе ултырҙы. "
    ),
    "ar": (
        "وافق مجلس المدينة ليلا على بناء خط للترام يربط الميناء بالمحطة. استمر النقاش خمس ساعات، وجلس في "
        "القاعة نحو مئة مواطن، وأيدت الأغلبية القرار النهائي. "
    ),
    "fa": (
        "شورای شهر شب گذشته ساخت خط تراموا میان بندر و ایستگاه راه‌آهن را تصویب کرد. گفتگو پنج ساعت طول "
        "کشید، نزدیک صد شهروند در تالار نشسته بودند و بیشتر آنان پشتیبانی کردند. "
    ),
    "ur": (
        "شہر کی کونسل نے رات گئے بندرگاہ اور ریلوے اسٹیشن کے درمیان ٹرام لائن کی تعمیر منظور کر لی۔ بحث "
        "پانچ گھنٹے جاری رہی، ہال میں سو کے قریب شہری بیٹھے تھے۔ "
    ),
    "ps": (
        "د ښار شورا تېره شپه د بندر او اورګاډي تمځای ترمنځ د ټرام کرښې جوړول ومنل. خبرې پنځه ساعته روانې "
        "وې، په تالار کې نږدې سل ښاریان ناست وو. "
    ),
    "ckb": (
        "ئەنجوومەنی شار شەوی ڕابردوو دروستکردنی هێڵی ترامی نێوان بەندەر و وێستگەی پەسەند کرد. گفتوگۆکە پێنج "
        "کاتژمێری خایاند، نزیکەی سەد هاووڵاتی لە هۆڵەکەدا دانیشتبوون. "
    ),
    "ug": (
        "شەھەر كېڭىشى كېچىدە پورت بىلەن پويىز ئىستانسىسىنى تۇتاشتۇرىدىغان ترامۋاي لىنىيەسىنى سېلىشنى "
        "ماقۇللىدى. مۇزاكىرە بەش سائەت داۋاملاشتى. "
    ),
    "bn": (
        "নগর পরিষদ রাতে বন্দর ও রেলস্টেশনের মধ্যে ট্রাম লাইন নির্মাণ অনুমোদন করেছে। আলোচনা পাঁচ ঘণ্টা "
        "চলেছে, সভাকক্ষে প্রায় একশো নাগরিক বসেছিলেন। "
    ),
    "as": (
        "নগৰ পৰিষদে ৰাতি বন্দৰ আৰু ৰেল ষ্টেচনৰ মাজত ট্ৰাম লাইন নিৰ্মাণৰ অনুমোদন জনাইছে। আলোচনা পাঁচ ঘণ্টা "
        "চলিছিল, সভাকক্ষত প্ৰায় এশ নাগৰিক বহিছিল। "
    ),
}
# Neighbours whose own letters are too few in so short a text.
UNTOLD = {"ky mn", "mn kk", "mn ky", "mn tt", "mn ba", "ar ug"}


@pytest.mark.parametrize("language", SHARED)
@pytest.mark.parametrize("claim", ["", "en-US", *SHARED])
def test_letters_tell_a_language_from_all_others_of_its_script(language: str, claim: str) -> None:
    if f"{language} {claim}" not in UNTOLD:
        found = metadata_of(page(f"<h1>x</h1><p>{SHARED[language] * 3}</p>", language=claim)).language
        assert (found or "").partition("-")[0] == language


@pytest.mark.parametrize("language", SHARED)
def test_a_name_in_the_letters_of_a_neighbour_does_not_change_the_language(language: str) -> None:
    names = "Һәдия Қасымова, Їжакевич, Ђорђе Ћирић, Ѓорѓи, Ўладзімір, گل‌محمد پژمان, ٹیپو, ۇيغۇر. "
    root = page(f"<p>{SHARED[language] * 6} {names}</p>", language=language)
    assert metadata_of(root).language == language
