"""Phrases that tell what belongs to other stories, to readers or to the author; all want small letters but TELLS_OF."""

from __future__ import annotations

import re


def small(text: str) -> str:
    """A text in small letters, without the dot that Turkish capitals leave above an i."""
    return text.lower().replace("i\u0307", "i")


# How a site greets those who read it for the first time.
WELCOME = re.compile(
    r"\W{0,3}(?:if (?:you[’']?re|you are) new (?:here|to (?:this|our|my) (?:blog|site|website|page))"
    r"|if this is your first visit|new here\?"
    r"|(?:wenn|falls) (?:du|sie) (?:hier )?neu (?:hier )?(?:bist|sind)|si (?:vous êtes|tu es) nouve(?:au|lle) ici"
    r"|si es (?:tu|su) primera visita|si eres nuev[oa] (?:aquí|por aquí)|se (?:você é|é) nov[oa] (?:aqui|por aqui)"
    r"|se è la tua prima visita|se sei nuov[oa] (?:qui|su questo)|als je (?:hier )?nieuw (?:hier )?bent"
    r"|om du är ny här|hvis du er ny her|jeśli jesteś tu (?:nowy|nowa|pierwszy raz)|если вы (?:здесь )?впервые)\b"
)
# Headings above the threads of readers, and above other stories; in small letters, a number may stand beside them.
COMMENTS = re.compile(
    r"^\W{0,3}(?:\d{1,5} )?(?:(?:reader |leser)?(?:comments?|kommentare?|commentaires?|comentarios?|comentários?"
    r"|commenti|reacties|kommentarer|kommentit|komentarze|komentáře|komentarji|komentari|комментарии|коментарі|коментари"
    r"|yorumlar|σχόλια|hozzászólások|comentarii|التعليقات|نظرات|תגובות|[^。，]{0,24}(?:最新|全部|热门|熱門|精彩)(?:评论|評論|回复|留言)"
    r"|评论|評論|网友评论|留言|コメント|댓글|bình luận)"
    r"|what readers say|responses|replies|leserbriefe|das sagen (?:unsere )?leser)\W{0,3}(?:\d{1,5}\W{0,2})?$"
)
# What the systems of an outlet put below its articles: where they are filed, what a box says without scripts, how
# comments are read before they are shown.
FILED = re.compile(
    r"^\W{0,3}(?:(?:filed|posted|archived) (?:under|in)|(?:also )?tagged(?: (?:with|as|under))?|tags|categories"
    r"|kategorien?|schlag(?:wörter|worte)|abgelegt unter|mots[- ]clés|étiquettes|classé dans|etiquetas|palabras clave"
    r"|archivado en|categor[ií]as|categorie|archiviato in|categorieën|trefwoorden|taggar|kategorier|tagi|kategorie"
    r"|štítky|címkék|etichete|теги|метки|рубрики|etiketler|ετικέτες|标签|標籤|タグ|カテゴリー?|태그|الوسوم|תגיות)\s?[:：]"
)
_SCRIPT = r"(?:o |el )?java ?script"
NEEDS_SCRIPT = re.compile(
    r"^\W{0,3}(?:"
    r"(?:this|the) (?:slide ?show|video|player|page|site|form|map|poll|gallery|feature|app|content|website) "
    rf"(?:requires|needs) {_SCRIPT}"
    rf"|(?:you (?:must|need to) |please |to [^.]{{3,60}},? )?(?:enable|activate|turn on) {_SCRIPT}\b"
    rf"|(?:bitte |um [^.]{{3,60}} )?(?:aktivieren sie|aktiviere) (?:bitte )?{_SCRIPT}|(?:veuillez )?activer {_SCRIPT}"
    rf"|(?:por favor,? )?(?:activ[ae]|habilit[ae]) {_SCRIPT}|(?:abilita|attiva) {_SCRIPT}|(?:schakel|zet) {_SCRIPT}"
    rf"|(?:пожалуйста,? )?включите {_SCRIPT}|włącz (?:obsługę )?{_SCRIPT}"
    rf"|(?:请启用|请开启|請啟用|請開啟) ?{_SCRIPT}"
    rf"|{_SCRIPT} ?(?:is (?:disabled|required|not enabled)|ist deaktiviert|est désactivé|está desactivado|を有効に)"
    r")"
)
MODERATED = re.compile(
    r"^.{0,40}\b(?:comments?|comentários?|comentarios?|commentaires?|kommentare?|commenti|reacties|kommentarer"
    r"|комментари\w{1,3}|komentarz\w{1,3})\b[^.!]{0,160}\b"
    r"(?:(?:are|is|be|being) (?:moderated|reviewed|approved|removed|deleted|published)|not be (?:approved|tolerated)"
    r"|aprovados?|aprobados?|moderad[oa]s?|publicados?|eliminados?|modérés?|supprimés|publiés"
    r"|moderiert|freigeschaltet|freigegeben|gelöscht|moderati|rimossi|pubblicati|gemodereerd|verwijderd"
    r"|модерир\w{1,6}|модераци\w|удаля\w{1,5}|moderowane|usuwane)\b"
)
# Where readers may write what they know.
WRITE_TO = re.compile(
    r"^[^@]{0,100}\b(?:write|e-?mail|send|contact|tips?|story|schreiben|mailen|hinweise|melden|écrire|écrivez|contacte[zr]?"
    r"|escrib\w{1,6}|envíe\w{0,4}|scriv\w{1,6}|stuur|mail|пишите|napisz)\b[^@]{0,60}\s\(?[\w.+-]{1,60}@[\w.-]{1,60}$"
)
READ_MORE = re.compile(
    r"(?:read (?:more|on|the full (?:story|article))|continue reading|full story|weiterlesen|mehr lesen"
    r"|lire la suite|en savoir plus|leer más|seguir leyendo|ler mais|leia mais|leggi (?:tutto|di più|l[’']articolo)"
    r"|lees (?:meer|verder)|läs mer|les mer|læs mere|lue lisää|czytaj (?:więcej|dalej)|читать далее|подробнее"
    r"|читати далі|devamını oku|続きを読む|もっと見る|阅读(?:更多|全文)|閱讀(?:更多|全文)|더보기|اقرأ المزيد"
    r"|διαβάστε περισσότερα)[\s\W]{0,6}$"
)
# In characters: the longest of these, with what may stand behind it.
LONGEST_READ_MORE = 40
# How a sentence about its author goes on behind the name, and what may stand between.
TELLS_OF = re.compile(
    r"(?: ?\([^)]{1,60}\)|, [^,.]{1,40},)? (?:is|was|has|writes|covers|reports|lives|works|joined|contributed"
    r"|ist|war|schreibt|arbeitet|lebt|berichtet|est|écrit|vit|es|escribe|trabaja|vive|é|escreve|è|scrive|lavora|skriver|är|er|on|jest|pisze|пишет)\b"
    r"|\s?(?:是|は|는|은 )"
)
# What speaks of comments has one of these: looked for first, which is quick.
_OF_COMMENTS = (
    *("comment", "kommen", "coment", "koment", "коммент", "yorumlar", "reacties", "hieronder"),
    *("コメント", "评论", "評論", "留言", "댓글"),
)


def speaks_of_comments(text: str) -> bool:
    """Whether a text may ask for comments or say how they are read (``ASKS_FOR_COMMENTS``, ``MODERATED``)."""
    return any(map(text.__contains__, _OF_COMMENTS))


# Where readers are asked to say what they think; nobody in an article is spoken to like this but they.
ASKS_FOR_COMMENTS = re.compile(
    r"\b(?:let (?:us|me) know|tell (?:us|me)|share your|sound off|weigh in|(?:leave|drop|post|write|add) (?:us |me )?"
    r"(?:a|your)|have your say|what do you think)\b[^.!]{0,80}\b(?:in|through) the comments?\b"
    r"|\b(?:leave|post) (?:a|your) comments? below"
    r"|\b(?:schreib\w{0,3}|sagt?|verrat\w{0,3}|teilt?)\b[^.!]{0,80}\bin (?:die|den) kommentare?n?\b"
    r"|\b(?:dites|donnez|partagez|laissez|réagissez)\b[^.!]{0,80}\b(?:en|dans les|un) commentaires?\b"
    r"|\b(?:cuéntanos|dinos|dejan?os|déjanos|deja tu|comparte|opina)\b[^.!]{0,80}\bcomentarios?\b"
    r"|\b(?:conte|diga|deixe|comente)\b[^.!]{0,80}\bcomentários?\b"
    r"|\b(?:fateci sapere|ditecelo|diteci|scrivetelo|raccontatecelo|lasciate)\b[^.!]{0,80}\b(?:nei|un) comment[io]\b"
    r"|\blaat (?:het )?(?:ons|me)\b[^.!]{0,60}\b(?:in de reacties|hieronder)\b"
    r"|\b(?:skriv|berätta|fortæl|kerro)\b[^.!]{0,60}\b(?:kommentarsfältet|kommentarerna|kommentaren|kommenteissa)\b"
    r"|\b(?:napiszcie|dajcie znać|podzielcie się|napište|dejte vědět)\b[^.!]{0,60}\bkoment[aá][rř]\w{1,5}\b"
    r"|\b(?:пишите|напишите|делитесь|поделитесь|пишіть|напишіть)\b[^.!]{0,60}\b(?:в|у) коммента\w{2,5}"
    r"|\b(?:yorumlarda|yorumlara)\b[^.!]{0,40}\b(?:belirtin|yazın|paylaşın)\b"
    r"|コメント(?:欄)?(?:で|に)[^。]{0,20}(?:ください|お寄せ|教えて)|(?:欢迎|歡迎)?在?(?:评论|評論|留言)[区區]?(?:留言|告诉我们|告訴我們|分享)"
    r"|댓글로[^.]{0,20}(?:주세요|남겨)"
)
