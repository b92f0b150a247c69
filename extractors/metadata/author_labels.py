"""Words that call what follows an author, in many languages."""

from __future__ import annotations

import re

from extractors.metadata.names import says_by, with_plain_signs

_AUTHOR = (
    r"authors?|written by|story by|autor(?:innen|in|en|es|as?|ka|ius)?|autor[ei]|autorzy|auteurs?|verfasser(?:in)?"
    r"|(?:verfasst|geschrieben) von|(?:écrit|rédigé|publié) par|scritto da|escrito por|escrit per|geschreven door"
    r"|skriv(?:en|et) av|skrevet a[vf]|författare|forfatter|kirjoittaja|kirjoittanut|napisane przez|napsala?"
    r"|szerző|írta|автор(?:ы|и)?|написано автором|συντάκτης|συντάκτρια|συγγραφέας|(?:γράφτηκε|συντάχθηκε) από"
    r"|yazar|yazan|penulis|ditulis oleh|(?:được )?viết bởi|tác giả"
    r"|作者|撰文|撰稿人?|著者|執筆者?|筆者|作成者|投稿者|ライター|글쓴이|작성자"
    r"|بقلم|الكاتب|(?:كُتب|كتب) بواسطة|نویسنده|מאת|נכתב על ידי|लेखक|লেখক|ผู้เขียน|เขียนโดย"
)
LABELLED = re.compile(
    rf"\W{{0,3}}(?:{_AUTHOR})(?:\s?/\s?(?:{_AUTHOR})|\(s\))?\s?(?:[:|]\s?(?P<names>.*)|)", re.IGNORECASE | re.DOTALL
)


def labelled_names(line: str) -> str | None:
    """What stands behind the label of an author that begins a line: empty where the line is the label alone, None where
    there is no such label."""
    found = LABELLED.fullmatch(with_plain_signs(line))
    return (found["names"] or "") if found else None


def is_author_label(text: str) -> bool:
    """Whether a text is such a label or another word of a byline, and no more."""
    return labelled_names(text) == "" or says_by(f"{text}:")
