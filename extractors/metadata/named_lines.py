"""Whom a line names as who wrote: behind "By" or a word for reporters, before a verb, at the end of a text."""

from __future__ import annotations

import re

from extractors.metadata.by_words import BY_LINE, FAR_BY_LINE, with_plain_signs
from extractors.metadata.chinese_names import CHINESE_NAME, is_chinese, with_signs_between
from extractors.metadata.credits import named_before_verb
from extractors.metadata.papers import EMAIL

# In characters: a line that names who wrote has no more.
MAX_BYLINE = 150
HAS_CHINESE = re.compile(r"[\u3400-\u9fff]")
# "本报记者王小明 通讯员张伟", "記者王小明／台北報導".
CHINESE_REPORTERS = re.compile(
    rf"(?:记者|記者|通讯员|通訊員)\s?:?\s?({CHINESE_NAME.pattern})(?:([、,\s])\s?({CHINESE_NAME.pattern}))?"
    r"(?=$|[\s/|)\]】,、]|报道|報導|報道)(?![^。]*[摄攝])"
)
# A signature at the end of a text: （袁源）, （信报记者 蔡雪婧）, （姚峰 上海报道）, 执笔人：闵乐夫 赵兰波.
_CJK_NAMES = r"[\u3400-\u9fff·、 ]"
SIGNATURE = re.compile(
    r"[（(]\s?(?:[\u3400-\u9fff]{0,12}?(?:记者|記者|通讯员)[\s:：]?\s?"
    rf"(?P<reporter>{_CJK_NAMES}{{2,16}}?)|(?P<signed>[\u3400-\u9fff]{{2,3}}))"
    r"(?:\s[\u3400-\u9fff]{2,6}(?:报道|報道|摄影报道))?\s?[）)]\s*$"
    rf"|(?:执笔人?|執筆人?)[:：]\s?(?P<writer>{_CJK_NAMES}{{2,40}})\s*$"
)
# "김하늘 기자", "김하늘·이바다 기자": a desk is none, "정치부 기자".
_KOREAN_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마"
    "길연위표명기반라왕금옥육인맹제모"
)
_KOREAN_NAME = f"[{_KOREAN_SURNAMES}][가-힣](?![부팀실국])[가-힣]"
KOREAN_REPORTERS = re.compile(
    rf"(?:^|[\s=|(\[])(?P<names>{_KOREAN_NAME}(?:\s?[·,]\s?{_KOREAN_NAME}){{0,5}})\s?"
    r"(?:(?:선임|인턴|수습|객원|전문)\s?)?(?:기자|특파원|논설위원)(?=$|[\s)\]=|·,/])"
)


def named_after_by(line: str) -> str | None:
    """What follows "By" in a line, where "By" opens it or follows a date; None where there is none."""
    line = with_plain_signs(EMAIL.sub("", line).rstrip())
    if not line.isascii() and (reporters := KOREAN_REPORTERS.search(line)):
        return reporters["names"].replace("·", ", ")
    if named := named_before_verb(line) or (_chinese_reporters(line) if HAS_CHINESE.search(line) else ""):
        return named
    if found := BY_LINE.search(line):
        return line[found.end() :]
    found = FAR_BY_LINE.search(line)
    if found is None:
        return None
    if line[: found.start()].endswith(","):
        return line[: found.start()].rstrip(" ,")  # "Dana Cohen, reporter of ...": what she is stands behind the name
    return with_signs_between(found["names"]) if is_chinese(found[0]) else found["names"]


def _chinese_reporters(line: str) -> str:
    """The names behind words for reporters; empty where there are none, or a blank may part one Japanese name."""
    found, is_told = FAR_BY_LINE.search(line), is_chinese(line)
    in_a_row = with_signs_between(found["names"]) if found and is_told else ""
    if "、" in in_a_row:
        return in_a_row
    groups = CHINESE_REPORTERS.findall(line)
    is_one = not is_told and any(second and not sign.strip() for _, sign, second in groups)
    return "" if is_one else "、".join(name for first, _, second in groups for name in (first, second) if name)


def signed_by(text: str) -> str | None:
    """Who signed a Chinese text at its end; None where nobody did."""
    found = SIGNATURE.search(text)
    if found is None:
        return None
    if found["signed"]:
        return found["signed"] if CHINESE_NAME.fullmatch(found["signed"]) else None
    return found["reporter"] or found["writer"]
