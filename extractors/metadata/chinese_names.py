"""Chinese names in a row with blanks alone between them, and those of two characters that are set apart."""

from __future__ import annotations

import re

# The commonest family names, simple and traditional, with a given name.
CHINESE_NAME = re.compile(
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭許呂蘇盧賈葉閻餘鐘譚鄒陸顧龍萬錢湯賴龔闵闫柳][\u3400-\u9fff]{1,2}"
)
DOUBLE_NAME = re.compile(
    "(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯)[\u3400-\u9fff]{1,2}"
)
# Three characters are somebody of a rarer family, where they are no outlet.
RARE_NAME = re.compile("[\u3400-\u9fff]{3}(?<![社网網报報台刊])")
_CHARACTER = "[\u3400-\u9fff]"
SET_APART = re.compile(rf"(?<!{_CHARACTER})({_CHARACTER}) ({_CHARACTER})(?!{_CHARACTER})")
# What the persons behind it are, in the midst of a row.
CALLED = re.compile(r"(?<!\S)(?:[\u3400-\u9fff]{0,4}(?:记者|記者)|通讯员|通訊員|实习生|見習生)(?: |$)")
NOT_HAN = re.compile(f"[^{_CHARACTER[1:-1]}]+")


def is_chinese(line: str) -> bool:
    """Whether a line has characters that Japanese, which parts a name from that of the family, is not written with."""
    try:
        NOT_HAN.sub("", line).encode("cp932")
    except UnicodeEncodeError:
        return True
    return False


def with_signs_between(names: str) -> str:
    """Names that blanks part, as they are written with signs: "李娜 张 伟" -> "李娜、张伟", without the outlet that may
    stand before them; others as they are."""
    each = SET_APART.sub(r"\1\2", CALLED.sub("", " ".join(names.split()))).split()
    first, *others = each or [""]
    if not all(map(_is_name, others)) or not (others or _is_name(first)):
        return names
    return "、".join(each if _is_name(first) or RARE_NAME.fullmatch(first) else others)


def _is_name(written: str) -> bool:
    return CHINESE_NAME.fullmatch(written) is not None or DOUBLE_NAME.fullmatch(written) is not None
