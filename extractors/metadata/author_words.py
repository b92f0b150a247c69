"""What those who wrote are called, in many languages, by labels that stand before their names."""

from __future__ import annotations

import re

AUTHORS = (
    "author", "authors", "written by", "story by", "autor", "autorin", "autoren", "autorinnen", "autora", "autores",
    "autorka", "autorzy", "autorius", "autore", "autori", "auteur", "auteurs", "verfasser", "verfasserin",
    "verfasst von", "geschrieben von", "écrit par", "rédigé par", "publié par", "scritto da", "escrito por",
    "escrit per", "geschreven door", "skriven av", "skrivet av", "skrevet av", "skrevet af", "författare", "forfatter",
    "kirjoittaja", "kirjoittanut", "napisane przez", "napsal", "napsala", "szerző", "írta", "автор", "авторы", "автори",
    "написано автором", "συντάκτης", "συντάκτρια", "συγγραφέας", "γράφτηκε από", "συντάχθηκε από", "yazar", "yazan",
    "penulis", "ditulis oleh", "viết bởi", "được viết bởi", "tác giả", "作者", "撰文", "撰稿", "撰稿人", "著者", "執筆",
    "執筆者", "筆者", "作成者", "投稿者", "ライター", "글쓴이", "작성자", "بقلم", "الكاتب", "كُتب بواسطة", "كتب بواسطة",
    "نویسنده", "מאת", "נכתב על ידי", "लेखक", "লেখক", "ผู้เขียน", "เขียนโดย", "հեղինակ", "հեղինակներ", "ավտոր", "ავტორი",
    "ავტორები", "аўтар", "аўтары", "муаллиф", "муаллифи", "зохиогч", "авторлары", "مصنف", "تحریر", "نووسەر", "لیکوال",
    "எழுதியவர்", "ஆசிரியர்", "రచయిత", "ಲೇಖಕ", "ಲೇಖಕರು", "ലേഖകൻ", "લેખક", "ਲੇਖਕ", "लेखिका", "লেখিকা", "කතුවරයා", "ደራሲ",
    "ጸሐፊ", "អ្នកនិពន្ធ", "ຜູ້ຂຽນ", "ရေးသားသူ", "autors", "avtor", "avtorica", "autorė", "höfundur", "egilea", "egileak",
    "müəllif", "muallif", "autoare", "mwandishi", "údar", "awdur", "awtur",
)  # fmt: skip
ANY_AUTHOR = "|".join(map(re.escape, sorted(AUTHORS, key=len, reverse=True)))
