"""What is a slip of the pen, and what is another word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.changes.comparing import State, class_of, compare
from storage.changes.slips import is_slip_of


def class_between(before, after):
    old, new = (State(title, "A text.", "free", 1) for title in (before, after))
    return str(class_of(old, new, compare(old, new)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bridge gets bulit", "Bridge gets built"),
        ("Comittee to meet", "Committee to meet"),
        ("Goverment falls", "Goverment fallls"),
        ("The parlament votes", "The parliament votes"),
        ("Die Brücke wrid gesperrt", "Die Brücke wird gesperrt"),
        ("Мост закрывют на год", "Мост закрывают на год"),
        ("Mayor resigns", "MAYOR resigns!"),
    ],
)
def test_a_slip_is_a_typo(before, after):
    assert class_between(before, after) == "typo"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bridge costs 84 million", "Bridge costs 94 million"),
        ("Bridge costs a million", "Bridge costs a billion"),
        ("Eight men arrested", "Eighty men arrested"),
        ("Six men arrested", "Sixty men arrested"),
        ("Smith resigns", "Smyth resigns"),
        ("Mary Holm is mayor", "Mark Holm is mayor"),
        ("Iran closes the strait", "Iraq closes the strait"),
        ("Strike is lawful, court says", "Strike is unlawful, court says"),
        ("Strike is legal, court says", "Strike is illegal, court says"),
        ("Trains can run", "Trains cannot run"),
        ("Board will now sell", "Board will not sell"),
        ("Mayor is guilty", "Mayor is not guilty"),
        ("Firm to hire thousands of workers", "Firm to fire thousands of workers"),
        ("Prices rise", "Prices rose"),
        ("Streik ist zulässig", "Streik ist unzulässig"),
        ("Le pont coûte un million", "Le pont coûte un milliard"),
    ],
)
def test_another_meaning_is_no_typo(before, after):
    assert class_between(before, after) == "headline"


WORDS = st.text(alphabet="abcdeéя", min_size=1, max_size=9)


@given(WORDS, WORDS)
def test_it_does_not_matter_which_came_first(one, other):
    assert is_slip_of(one, other) == is_slip_of(other, one)


@given(st.text(alphabet="abcdef", min_size=6, max_size=12), st.integers(1, 10))
def test_two_letters_in_the_wrong_place_are_a_slip(word, at):
    at = min(at, len(word) - 2)
    assert is_slip_of(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :])
