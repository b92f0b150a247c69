"""Short lines that pages leave at the ends of articles: whose a picture is, how readers voted, who edited.

The expressions want small letters but ``TAKEN_BY``, which tells names by their capitals.
"""

from __future__ import annotations

import re

from extractors.text.tables import table_lines
from extractors.text.words import fold

# In characters: longer lines say other things, too.
LONGEST, LONGEST_APPEAL = 110, 140
_PICTURE = (
    r"(?:photos?|photograph(?:s|y|ies)?|images?|pictures?|illustrations?|fotos?|fotograf[íi]as?|fotografi(?:e|en|er|a)?"
    r"|(?:beitrags|titel|aufmacher|header|cover|artikel)?bild(?:er)?|immagin[ei]|imagens?|imagem"
    r"|im[áa]gen(?:es)?|beeld|billeder?|kuvat?|zdjęci[ae]|snímk[yi]|fotók|фото(?:графи[ия])?|снимки|світлин[аи]"
    r"|φωτογραφ(?:ία|ίες)|fotoğraf(?:lar)?|写真|画像|摄影|攝影|图片|圖片|사진)"
)
# What may follow: dots stand in addresses and behind firms alone, not between sentences.
_REST = r"(?:[^.。!?！？]|\.(?=[\w/])|(?:(?<=inc)|(?<=ltd)|(?<=corp))\.(?=\s)){1,80}\.?"
PICTURE_CREDIT = re.compile(
    r"\W{0,3}(?:(?:main|featured|header|cover|lead|top|hero|title|all|alle|sämtliche|toutes|todas|tutte) )?"
    rf"{_PICTURE}\.?"
    rf"(?:[- ]?(?:credits?|source|copyright|courtesy|nachweis|quelle|rechte|by|de|von))?\s?[:：/=]\s?(?=[^\s\d]){_REST}"
    r"|\W{0,3}(?:photo|image|picture|foto|bild)?[- ]?(?:credits?|crédits?|créditos?)(?: photos?| images?| [a-z]{3,20})?"
    rf"\s?[:：]\s?(?=[^\s\d]){_REST}"
    r"|\W{0,3}images? (?:(?:used|reproduced|licensed|licenced) (?:under|with|by|from|courtesy)|taken from http)"
    rf"{_REST}"
    r"|\W{0,3}(?:symbol(?:bild|foto)|archiv(?:bild|foto)|file (?:photo|picture)|stock photo|photo d[’']illustration"
    r"|(?:foto|imagen) de archivo|foto d[’']archivio|arkiv(?:foto|bild)|архивное фото|资料图片?|資料圖片?|자료사진)"
    r"\W{0,3}"
)
TAKEN_BY = re.compile(
    r"\W{0,3}(?i:(?:all |main |featured |cover |alle |sämtliche |toutes les |todas las )?"
    r"(?:photos?|photograph(?:s|y)?|images?|pictures?|illustrations?|fotos?|bilder|immagini|translation)"
    r" (?:by|via|courtesy(?: of)?|von|par|av|di|door|przez)) (?=[A-ZÀ-ÞА-ЯΑ-Ω@])(?:[^.。!?]|\.(?=\w)){2,60}\.?\W{0,3}"
)
_VOTES = (
    r"(?:votes?|reviews?|ratings?|stimmen?|bewertung(?:en)?|avis|vot[oi]|votos?|valoraci(?:ón|ones)|avaliaç(?:ão|ões)"
    r"|recensioni|beoordelinge?n?|stemmen|röster|stemmer|ääntä|głos(?:y|ów)?|ocen[ay]?|hlas[yů]?|szavazat"
    r"|голос(?:а|ов|ів)?|оцен(?:ка|ки|ок)|oy|ψήφοι|票|件の評価|표)"
)
READERS_VOTES = re.compile(
    rf"\W{{0,3}}\d(?:[.,]\d{{1,2}})?\s?/\s?\d{{1,2}}\s?\(\s?\d{{1,6}}\s?{_VOTES}\s?\)\W{{0,3}}"
    r"|[^\d]{0,40}\brating:? \d(?:[.,]\d)?/\d{1,2}\s?\(\d{1,6} votes? cast\).{0,20}"
    r"|.{0,60}\b\d(?:[.,]\d)? out of \d{1,2},? based on \d{1,6} (?:ratings?|votes?|reviews?)\.?"
)
_CJK_NAMES = r"[\u3400-\u9fff·｜|/、:：\s]{2,40}"
EDITED_BY = re.compile(
    r"[（(【]?[\u3400-\u9fff]{0,8}?(?:责任编辑|責任編輯|责编|編輯|编\s?辑|审\s?[读校核定]|校\s?对|排\s?版|监\s?制|实习编辑|美编|主编)"
    rf"[\s:：]{{1,3}}{_CJK_NAMES}[）)】]?"
    r"|[（(]原(?:标题|標題|题|題)[为為]?[:：]?.{2,60}[）)]"
    r"|\d{4}年\d{1,2}月\d{1,2}日\s?[（(](?:来源|來源)[:：][^（）()]{2,20}[）)]"
    r"|[\u3400-\u9fff·]{0,16}(?:记者|記者)\s[\u3400-\u9fff]{2,4}\s(?:来源|來源)[:：]\s?[\u3400-\u9fff]{2,12}"
)
# "Page 1 of 2".
PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:page|seite|página|pagina|strona|strana|sida|side|sivu|sayfa|страница|сторінка|halaman|trang)"
    r" \d{1,3} (?:of|von|sur|de|di|van|z|ze|av|af|из|з|dari|/) \d{1,3}\W{0,3}"
)


AGENCIES, ADVERT_LABELS = (
    frozenset(map(fold, table_lines(__file__, name))) for name in ("agencies.txt", "advert_labels.txt")
)
LONGEST_LABEL = 50
# Signs by which agencies and offices of the press end their texts.
END_SIGN = re.compile(
    r"(?:[\w.+-]{1,40}@[\w.-]{3,40} )?\(end\)|[-–—#\s]{0,6}(?:ends?|ende|fin|30)[-–—#\s]{1,6}"
    r"|[a-z]{2,4}-[a-z]{2}-\d\d-\d\d-\d\d \d{4}[a-z]{1,4}|[（(](?:完|终|終)[）)]"
)
NAMED_ADDRESS = re.compile(
    r"(?:[가-힣]{2,4} (?:기자|특파원)|[\u3400-\u9fff]{2,4}(?:记者|記者)?)[ =]{1,3}[\w.+-]{1,40}@[\w.-]{3,40}"
)
SHARE_THIS = re.compile(
    r"\W{0,3}(?:enjoy(?:ed)? (?:the|this) (?:post|article)\W{1,3})?(?:pin (?:(?:it|this|me) )?for later"
    r"|share (?:this|the) (?:post|article|story|page|recipe)|share on (?:facebook|twitter|x)"
    r"|teile?n? (?:sie )?(?:diesen|den) (?:beitrag|artikel)|(?:diesen )?(?:beitrag|artikel) teilen"
    r"|partage[zr]? (?:cet|l[’']) ?article"
    r"|compart(?:e|ir|ilhe|ilhar) (?:est[ea]|el|la|o|a) (?:artículo|noticia|artigo|notícia|post)"
    r"|condividi (?:questo |l[’'])articolo|deel dit (?:artikel|bericht)|dela (?:artikeln|inlägget)"
    r"|del (?:artiklen|artikkelen)"
    r"|jaa (?:tämä )?artikkeli|udostępnij (?:ten )?(?:artykuł|wpis)|sdílejte (?:tento )?článek|oszd meg"
    r"|поделитесь (?:этой )?(?:статьёй|статьей|записью)|поділіться (?:цією )?статтею|(?:bu )?(?:haberi|yazıyı) paylaş"
    r"|bagikan (?:artikel|berita) ini|chia sẻ bài viết|この記事をシェア(?:する)?|分享(?:到|本文)|기사 공유(?:하기)?)"
    r"\W{0,6}"
)
# Lines that ask readers to begin something for nothing, or to ask.
FOR_NOTHING = re.compile(
    r"\W{0,3}(?:(?:try|start|get|begin|claim)\b.{0,60}\b(?:for free|free trial|premium for free)\b"
    r"|(?:jetzt|hier)\b.{0,40}\b(?:kostenlos|gratis) (?:testen|ausprobieren|anmelden|lesen)\b"
    r"|essayez\b.{0,60}\bgratuitement\b|(?:prueba|pruebe|prova|probeer|pröva)\b.{0,60}\bgratis\b"
    r"|(?:experimente|teste)\b.{0,60}\b(?:grátis|gratuitamente)\b|wypróbuj\b.{0,60}\bza darmo\b"
    r"|попробуйте\b.{0,60}\bбесплатно\b|.{0,40}\bücretsiz deneyin\b"
    r"|.{0,30}無料で(?:試|体験|登録)|立即免费(?:试用|注册|领取))"
    r".{0,80}"
)
MORE_QUESTIONS = re.compile(
    r"\W{0,3}(?:(?:have|got|any|still have)(?: any| more| further| other){0,2} questions"
    r"|(?:noch|haben sie|hast du|habt ihr)(?: noch)?(?: weitere)? fragen"
    r"|(?:vous avez|avez-vous)(?: d[’']autres| une| des) questions?|tienes (?:más )?(?:preguntas|dudas)"
    r"|(?:ainda )?tem (?:dúvidas|perguntas)|hai (?:altre )?domande|heb je (?:nog )?vragen|har du (?:fler )?frågor"
    r"|masz (?:więcej )?pytania|(?:остались|есть) вопросы)\s?\?.{0,100}"
)
FOLLOW_US = re.compile(
    r"\W{0,3}(?:(?:欢迎|歡迎|扫码|掃碼)(?:关注|關注)|(?:扫描|掃描)[\u3400-\u9fff]{0,6}二维码).{0,60}"
    r"|.{0,40}(?:公众号|公眾號)[:：].{2,20}"
)
NEXT_PAGE = re.compile(
    r"\W{0,3}(?:next page|nächste seite|weiter auf seite|page suivante|página siguiente|siguiente página|próxima página"
    r"|pagina successiva|volgende pagina|nästa sida|neste side|næste side|seuraava sivu|następna strona|další strana"
    r"|следующая страница|sonraki sayfa|下一页|下一頁|次のページ|다음 페이지)\b.{0,60}"
)
WAY_ON = re.compile(
    r"\W{0,3}(?:related (?:articles?|links?|reads?|reading|roundup|photos|videos?|stories|posts?)|read more"
    r"|zum weiterlesen|pour aller plus loin|te recomendamos|recommandé)\s?(?:[:：].{0,90}|)"
    r"|\W{0,3}(?:watch next|you[’']?ll also (?:love|like))\W{0,3}"
)
# White space, joiners and marks that show nothing.
NOTHING_SEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*")
HEAD_LINES = (READERS_VOTES, PAGE_NUMBER)
LINES = (*HEAD_LINES, EDITED_BY, END_SIGN, NAMED_ADDRESS, SHARE_THIS, NEXT_PAGE, WAY_ON, FOLLOW_US)
CALLS = (FOR_NOTHING, MORE_QUESTIONS)


def is_unseen(text: str) -> bool:
    """Whether nothing of a block can be seen."""
    return NOTHING_SEEN.fullmatch(text) is not None


def is_advert_label(text: str) -> bool:
    """Whether a line says that an advert follows, and nothing else."""
    return len(text) <= LONGEST_LABEL and fold(text) in ADVERT_LABELS


def has_no_word(text: str) -> bool:
    """Whether a block is signs alone."""
    return not any(map(str.isalnum, text))


def is_picture_credit(text: str) -> bool:
    """Whether a line says whose pictures an article has, and nothing else."""
    if len(text) > LONGEST:
        return False
    return TAKEN_BY.fullmatch(text) is not None or PICTURE_CREDIT.fullmatch(text.lower()) is not None


def is_head_leftover(text: str) -> bool:
    """Whether a line above an article is one that outlets put there."""
    if len(text) > LONGEST:
        return False
    if has_no_word(text) or is_picture_credit(text) or fold(text) in AGENCIES:
        return True
    line = text.lower()
    return any(kind.fullmatch(line) for kind in HEAD_LINES)


def is_leftover(text: str) -> bool:
    """Whether a line at the end of an article is one of those that outlets put there."""
    if len(text) > LONGEST_APPEAL:
        return False
    line = text.lower()
    if is_head_leftover(text) or any(kind.fullmatch(line) for kind in CALLS):
        return True
    return len(text) <= LONGEST and any(kind.fullmatch(line) for kind in LINES)
