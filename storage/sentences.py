"""Whether a line says something by itself, in any language."""

from __future__ import annotations

import re

from storage.word_count import BY_CHARACTER, BY_LETTERS, LETTERS_OF_A_WORD, SPACED

# Words, or twice as many characters of Chinese and Japanese; what has fewer is a button, a label or a salutation.
SENTENCE, WITHOUT_END = 4, 7
ENDS, OPEN, UNFINISHED = ".!?。！？؟۔।", ",:;،、，：", ("...", "…")
CLOSING = " \t\n\"'”’»“)]）」』"
# What divides labels, and what stands where a program puts something in.
ROW = re.compile(r"[|{}<>]|\s/\s[^/]*\s/\s|%[ds]\b")
# Who is spoken to, and nothing more.
DEAR = (
    r"(?:(?:dear|hello|hi|liebe[rs]?|sehr geehrte[rs]?|hallo|chers?|chères?|estimad[oa]s?|querid[oa]s?|car[ie] lett\w+|"
    r"beste|geachte|drodzy|drogi|droga|szanown[iy]|дорог\w+|уважаем\w+|шановн\w+|vážen\w+|mil[íáý]|kära|kære|kjære|"
    r"hyvät?|sevgili|değerli|عزيز\w+|أعزا\w+)\b|亲爱的|親愛的|尊敬的|敬爱的|친애하는)"
)
ADDRESS = rf"{DEAR}[^.?!,;:。！？，]{{0,60}}"
SALUTATION = re.compile(rf"{ADDRESS}(?:,\s*(?:\w{{1,3}}\s+)?{ADDRESS}){{0,3}}[!.！。]?", re.IGNORECASE)
# What a button adds to its words: that it opens a window, how often it was pressed.
ASIDE = re.compile(r"(?<=\S)\s+[(（\[][^()（）\[\]]{0,200}[)）\]]\s*\Z")
# Names that stand on buttons, one beside the other: they say nothing.
NETWORKS = re.compile(
    r"\b(?:(?i:facebook|fb|twitter|instagram|linked-?in|pinterest|reddit|tumblr|whats\s?app|telegram|bluesky|mastodon|tik-?tok|"
    r"you-?tube|vimeo|snapchat|digg|fark|newsvine|stumbleupon|delicious|del\.icio\.us|flipboard|xing|viber|weibo|wechat|"
    r"messenger|google\s?\+|vk|vkontakte|вконтакте|одноклассники|фейсбук|твиттер|телеграм|hatena|kakao\s?talk|"
    r"페이스북|트위터|카카오톡|فيسبوك|تويتر|واتساب|تليجرام|rss)|X|Line|LINE|Threads)\b"
    r"|微信|微博|朋友圈|フェイスブック|ツイッター|はてなブックマーク"
)


def is_sentence(text: str) -> bool:
    """Whether a line says something by itself: more than a button, a label, a row of them, or a salutation.

    A short one ends as sentences do; a long one need not. A word counts once, a network's name never.
    """
    told = ASIDE.sub("", text).rstrip(CLOSING)
    if not told or told[-1] in OPEN or ROW.search(text) or SALUTATION.fullmatch(told):
        return False
    least = SENTENCE if told[-1] in ENDS and not told.endswith(UNFINISHED) else WITHOUT_END
    told = NETWORKS.sub(" ", told)
    characters, letters = len(BY_CHARACTER.findall(told)), sum(map(len, BY_LETTERS.findall(told)))
    spaced = len({word.lower() for word in SPACED.findall(told) if word[0].isalpha()})
    return bool(characters / 2 + letters / LETTERS_OF_A_WORD + spaced >= least)
