from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.merging import woven

PLAIN = "Mia came to school without a coat. Nobody asked why, and the office was closed. She was late again."


def edited(text: str, who: str, random: Random) -> tuple[str, set[str]]:
    """Return a text after a few changes by somebody, and the words that they put in, each of them new."""
    words, new = text.split(" "), set()
    for n in range(random.randint(1, 4)):
        at = random.randrange(len(words) + 1)
        word = f"{who}{n}{random.randrange(10_000)}"
        what = random.choice(["insert", "replace", "delete"])
        if what != "delete":
            new.add(word)
        words[at : at + (what != "insert")] = [word + random.choice(["", ".", ",", "\n"])] * (what != "delete")
    return " ".join(words), {word for word in new if word in " ".join(words)}


def times(word: str, text: str) -> int:
    return len(re.findall(rf"\b{word}\b", text))


@given(st.integers(min_value=0), st.booleans())
def test_of_two_who_change_one_text_neither_loses_a_word_that_was_put_in(seed: int, from_nothing: bool) -> None:
    random = Random(seed)
    base = "" if from_nothing else PLAIN
    here, by_ana = edited(base, "ana", random)
    there, by_ben = edited(base, "ben", random)
    together = woven(base, here, there)
    assert {word: times(word, together) for word in by_ana | by_ben} == dict.fromkeys(by_ana | by_ben, 1)


@pytest.mark.parametrize("seed", range(20))
def test_if_the_last_one_won_words_would_be_lost(seed: int) -> None:
    random = Random(seed)
    _here, by_ana = edited("", "ana", random)
    there, _by_ben = edited("", "ben", random)
    assert not by_ana or any(times(word, there) == 0 for word in by_ana)


@dataclass
class Writer:
    """Somebody whose box lags behind: it shows what stood when it was last in touch, and what was typed since."""

    who: str
    base: str = ""
    box: str = ""
    put_in: set[str] = field(default_factory=set)


@given(st.integers(min_value=0))
def test_three_who_type_on_and_on_and_hear_of_each_other_late_lose_nothing(seed: int) -> None:
    random, stands = Random(seed), ""
    writers = [Writer(who) for who in ("ana", "ben", "cam")]
    for n in range(30):
        writer = random.choice(writers)
        if random.random() < 0.5:
            word = f"{writer.who}{n}"
            words = writer.box.split(" ")
            words.insert(random.randrange(len(words) + 1), word)
            writer.box = " ".join(words)
            writer.put_in.add(word)
        else:
            stands = woven(writer.base, stands, writer.box)
            writer.base = writer.box = stands
    for writer in writers:
        stands = woven(writer.base, stands, writer.box)
    everything = {word for writer in writers for word in writer.put_in}
    assert {word: times(word, stands) for word in everything} == dict.fromkeys(everything, 1)


@given(st.text(), st.text())
def test_what_only_one_changed_stands_as_they_left_it(base: str, changed: str) -> None:
    assert woven(base, base, changed) == changed
    assert woven(base, changed, base) == changed
    assert woven(base, changed, changed) == changed


@given(st.text(alphabet="ab ,.\n", max_size=30), st.text(alphabet="ab ,.\n", max_size=30))
def test_from_an_empty_box_both_texts_stand_in_full(here: str, there: str) -> None:
    together = woven("", here, there)
    assert here in together
    assert there in together


@pytest.mark.parametrize(
    ("base", "present", "sent", "together"),
    [
        ("", "Hello", "World", "Hello World"),
        ("One two three.", "One two three. Four.", "Zero. One two three.", "Zero. One two three. Four."),
        ("The dog barked.", "The old dog barked.", "The dog barked twice.", "The old dog barked twice."),
        ("She was late.", "She was tired.", "She was early.", "She was tired early."),
        ("one two", "one", "one two three", "one two three"),
        ("Fro", "And Fro this", "From there", "And  this From there"),
        ("", "cat", "catalogue", "cat catalogue"),
        ("", "cat", "cat sat", "cat sat"),
        ("نور", "نور هنا", "أين نور", "أين نور هنا"),
        ("", "👩‍👧 came", "👨‍👩‍👧‍👦", "👩‍👧 came 👨‍👩‍👧‍👦"),
        ("", "नमस्ते", "e\N{COMBINING ACUTE ACCENT}te", "नमस्ते e\N{COMBINING ACUTE ACCENT}te"),
    ],
)  # fmt: skip
def test_two_texts_become_one(base: str, present: str, sent: str, together: str) -> None:
    assert woven(base, present, sent) == together


def test_in_a_long_text_two_distant_changes_double_nothing() -> None:
    base = " ".join(f"It was on day {n} of the week." for n in range(120))
    here, there = base.replace("day 3 ", "the day 3 "), base.replace("day 110 ", "day 110, late, ") + " End."
    assert woven(base, here, there) == here.replace("day 110 ", "day 110, late, ") + " End."
