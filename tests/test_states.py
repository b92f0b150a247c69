"""Values of scripts, written in JavaScript or sent in rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.html.flight import Flight, read_rows
from extractors.html.literals import Literals, unquoted
from extractors.html.state_links import linked

WRITTEN = {
    "{a: 1, 'b': \"two\", c: [1.5, .5, -3, 1e3]}": {"a": 1, "b": "two", "c": [1.5, 0.5, -3, 1000]},
    "{a: undefined, b: !0, c: !1, d: null, e: void 0, f: NaN}": {
        "a": None,
        "b": True,
        "c": False,
        "d": None,
        "e": None,
        "f": None,
    },
    "[1,,2,]": [1, 2],
    "{/* of */ a: /**/ 'x', }": {"a": "x"},
    'JSON.parse(\'{"a":"it\\\\u2019s"}\')': {"a": "it’s"},
    "JSON.parse(decodeURIComponent('%7B%22a%22%3A1%7D'))": {"a": 1},
    "Object.freeze({a: new Date('2024-01-01'), b: new Map([['k', 1]])})": {"a": "2024-01-01", "b": [["k", 1]]},
    "(function(a,b){return {x:a,y:[b,c]}}('one',{z:2}))": {"x": "one", "y": [{"z": 2}, None]},
    "(function(a){a.k=1;return [a]})('one')": ["one"],
    "((a,b)=>{return {a,b}})(1,2)": {"a": 1, "b": 2},
    "function(){return {a:1}}": {"a": 1},
}


def value_of(text: str) -> Any:
    return Literals(text).read()


@pytest.mark.parametrize("text", WRITTEN)
def test_values_of_javascript_are_read(text: str) -> None:
    assert value_of(text) == WRITTEN[text]


@pytest.mark.parametrize(
    "text", ["", "{", "{a", "{a:", "[1,", "'x", "`x", "function(){", "{a(){}}", "[" * 5000, "{...a}"]
)
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        value_of(text)


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r"'it\'s'", "it's"),
        (r'"\u00e9\x41\u{1F600}"', "éA😀"),
        (r'"\ud83d\ude00"', "😀"),
        ("`a ${name} b\nc`", "a  b\nc"),
        ("'one \\\ntwo'", "one two"),
        (r"'a\nb\tc\/d'", "a\nb\tc/d"),
    ],
)
def test_strings_are_read_in_all_quotes(literal: str, text: str) -> None:
    assert unquoted(literal) == text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(0, 99) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_is_read_as_it_is(value: Any) -> None:
    import json  # noqa: PLC0415 - for this alone

    assert value_of(json.dumps([value])) == [value]
    assert linked([value]) == [value]


def test_rows_that_refer_to_each_other_in_a_circle_end() -> None:
    rows = read_rows('1:["$","p",null,{"children":"$2"}]\n2:["$","p",null,{"children":"$1"}]\n3:T4,abc"\n')
    assert rows["3"] == 'abc"'
    assert Flight(rows).read()[0].startswith("<p><p>")


def test_entries_that_refer_to_each_other_in_a_circle_end() -> None:
    state = {"A": {"next": {"__ref": "B"}, "text": "a"}, "B": {"next": {"__ref": "A"}, "text": "b"}}
    assert linked(state)["A"]["next"]["text"] == "b"
