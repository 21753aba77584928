"""Words near another, held against the library that measured them before, and against all words one by one."""

import subprocess
import sys
from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from comity.acts.spelled import ready
from comity.compiled import compiled
from comity.records.spelling.nicknames import other_forms
from comity.records.spelling.phonetic import sounds
from comity.records.spelling.remembering import words_remembered
from comity.store import nearby, pairs
from comity.store.frequencies import Frequencies
from comity.store.node import Node
from comity.store.pairs import may_be, note, pair_key, pair_keys, paired_keys, single_keys
from comity.store.vocabulary import Vocabulary
from tests.search.telling import found, person

_PLACE = (1, 1)
_64_BITS = (1 << 64) - 1
_ALL = 1000
words = st.text(alphabet="abcdeimnorstuy", min_size=1, max_size=12)
tokens = st.integers(min_value=-(1 << 63), max_value=(1 << 63) - 1)


def _knowing(known: Sequence[str]) -> Vocabulary:
    vocabulary = Vocabulary(lambda word: (hash(word),))
    for word in known:
        vocabulary.add(_PLACE, [word])
    return vocabulary


def _near(vocabulary: Vocabulary, word: str, most: int = _ALL) -> dict[str, int]:
    near = vocabulary.nearest(word, vocabulary.seen_at((_PLACE,)), frozenset(), most)
    return dict(zip(near.words, near.similarities.tolist(), strict=True))


def _measured(word: str, other: str) -> int:
    """Give the similarity that the library's measures make."""
    by_edits = 1 - OSA.distance(word, other) / (max(len(word), len(other)) + 1)
    alike = int(1000 * (0.7 * by_edits + (1 - 0.7) * JaroWinkler.normalized_similarity(word, other)))
    found = min(alike, 999)
    if not sounds(word).isdisjoint(sounds(other)):
        found = max(700, found + (1000 - found) // 5)
    if other in other_forms(word):
        found = max(950, found)
    return 1000 if word == other else found


@given(st.lists(words, min_size=1, max_size=40, unique=True), words)
def test_a_similarity_is_the_one_that_the_library_measures(known: list[str], word: str) -> None:
    told = _near(_knowing(known), word)
    assert told == {other: _measured(word, other) for other in told}
    assert list(told.values()) == sorted(told.values(), reverse=True)


@given(st.lists(words, min_size=1, max_size=40, unique=True), words)
def test_whatever_differs_by_one_slip_at_the_beginning_or_sounds_alike_is_near(known: list[str], word: str) -> None:
    told = _near(_knowing(known), word)
    slipped = {other for other in known if OSA.distance(word[:7], other[:7]) <= 1 and len(word) > 3}
    alike = {other for other in known if not sounds(word).isdisjoint(sounds(other))}
    assert {other for other in slipped | alike if _measured(word, other) >= 700} <= told.keys()


def test_words_are_found_however_many_were_learned_after_them() -> None:
    known = [one + two + three + "son" for one in ascii_lowercase for two in "aeiou" for three in ascii_lowercase]
    vocabulary = _knowing(known)
    assert len(vocabulary) == len(known) > 3000
    assert all(_near(vocabulary, word)[word] == 1000 for word in known)
    assert "wilkinson" not in _near(vocabulary, "bilkinson")
    vocabulary.add(_PLACE, ["wilkinson"])
    assert "wilkinson" in _near(vocabulary, "bilkinson")


def test_equal_ones_come_by_their_tokens_whoever_was_learned_first() -> None:
    known = ["maria", "marib", "maric", "marid"]
    told = [list(_near(_knowing(order), "marie")) for order in (known, known[::-1])]
    assert told[0] == told[1]
    assert set(told[0]) >= {"marib", "maric", "marid"}


def _named_in(place: tuple[int, int]) -> str:
    return f"miller{ascii_lowercase[place[0] % len(ascii_lowercase)]}"


def test_a_word_is_tried_where_it_stands_and_no_more_when_it_is_gone() -> None:
    vocabulary = _knowing([])
    places = [(number, 1) for number in range(200)]
    for place in places:
        vocabulary.add(place, [_named_in(place), "millers"])
    for place in places:
        seen = vocabulary.seen_at((place,))
        near = vocabulary.nearest("miller", seen, frozenset(), _ALL)
        shown = {"millers", _named_in(place)}
        assert set(near.words) == shown
        assert set(vocabulary.unseen("miller", seen).words) == set(map(_named_in, places)) - shown
    vocabulary.remove(places[7], ["millers", "millerh"])
    assert "millerh" not in vocabulary.nearest("miller", vocabulary.seen_at((places[7],)), frozenset(), _ALL).words
    assert vocabulary.nearest("miller", vocabulary.seen_at(()), frozenset({"millers"}), _ALL).words == ("millers",)


def test_long_words_empty_ones_and_none_at_all_are_no_trouble() -> None:
    long = "a" * 500
    vocabulary = _knowing([long, long[:-1] + "b", "e"])
    assert _near(vocabulary, long)[long] == 1000
    assert set(_near(vocabulary, long)) == {long, long[:-1] + "b"}
    assert _near(vocabulary, "") == {}
    assert _near(_knowing([]), "miller") == {}


def _mixed(one: int, other: int) -> int:
    """Give the key of two tokens in plain numbers."""
    mixed = ((one + other) & _64_BITS) * 0xBF58476D1CE4E5B9 & _64_BITS
    mixed ^= ((one ^ other) & _64_BITS) * 0x94D049BB133111EB & _64_BITS
    mixed ^= mixed >> 31
    mixed = mixed * 0xBF58476D1CE4E5B9 & _64_BITS
    mixed ^= mixed >> 29
    return mixed - (mixed >> 63 << 64)


@given(st.lists(tokens, min_size=1, max_size=8), st.lists(tokens, min_size=1, max_size=8))
def test_a_key_is_what_it_was_when_it_was_written_down(ones: list[int], others: list[int]) -> None:
    keys = pair_keys(np.array(ones, np.int64), np.array(others, np.int64)).tolist()
    assert keys == [[_mixed(one, other) for other in others] for one in ones]
    assert pair_key(ones[0], others[0]) == pair_key(others[0], ones[0]) == keys[0][0]


@given(st.lists(tokens, max_size=200))
def test_what_is_there_is_never_said_not_to_be(noted: list[int]) -> None:
    frequencies = Frequencies()
    frequencies.note(noted)
    assert frequencies.there(noted) == frozenset(noted)
    few = np.zeros(4, np.uint64)
    note(few, np.array(noted, np.int64))
    assert may_be(few, np.array(noted, np.int64)).all()


def test_pairs_are_made_of_what_is_there_and_tell_of_what() -> None:
    alike = np.array([1000, 900], np.int64)
    ones, others = np.array([[1, 10], [2, 20]], np.int64), np.array([[3, 30], [4, 40]], np.int64)
    frequencies = Frequencies()
    frequencies.note([1, 2, 3, 10, 40, pair_key(1, 3), pair_key(2, 3), pair_key(10, 40), pair_key(2, 30)])
    pairs = paired_keys((ones, alike), (others, alike), frequencies.sketch).T.tolist()
    assert pairs == [
        [pair_key(1, 3), 1000, 0, 0, 0],
        [pair_key(2, 3), 950, 0, 1, 0],
        [pair_key(10, 40), 950, 1, 0, 1],
    ]
    single = single_keys((ones, alike), frequencies.sketch).T.tolist()
    assert single == [[1, 1000, 0, 0], [2, 900, 0, 1], [10, 1000, 1, 0]]


def _compilations() -> int:
    """Count what the functions that a search calls were compiled for."""
    functions: list[Any] = [each for module in (nearby, pairs) for each in vars(module).values()]
    return sum(len(each.signatures) for each in functions if hasattr(each, "signatures"))


@pytest.mark.anyio
async def test_nobody_who_searches_waits_for_a_compiler(node: Node) -> None:
    ready()
    before = _compilations()
    assert before
    ada = await person(node, "Adelaide", "Quillfeather")
    for query in ("adelaide quilfeather", "quillfether", "adelaide quillfeather", "ada q 2024", "nobody"):
        await found(node, query, "clark")
    assert await found(node, "adelaide quilfeather", "clark") == [ada]
    assert _compilations() == before


@pytest.mark.anyio
async def test_nothing_is_remembered_of_any_word_after_an_expungement(node: Node) -> None:
    await person(node, "Adelaide", "Quillfeather")
    await found(node, "adelaide quilfeather", "clark")
    assert words_remembered()
    await node.spellings.forget()
    assert words_remembered() == 0
    assert "quillfeather" not in node.spellings.vocabulary
    await node.spellings.follow()
    assert "quillfeather" in node.spellings.vocabulary


def test_what_was_compiled_is_kept_where_it_can_be() -> None:
    script = (
        "from comity.acts.spelled import ready; from comity.store import nearby; ready(); print(nearby.nearest.stats)"
    )
    ready()
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert "cache_misses=Counter()" in told


def test_who_looks_for_nobody_does_not_load_the_compiler() -> None:
    script = "import sys; from comity.cli import main; print('numba' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert told == "False\n"


def test_where_nothing_can_be_kept_a_function_is_compiled_all_the_same() -> None:
    scope: dict[str, object] = {"compiled": compiled}
    exec("@compiled\ndef doubled(number):\n    return 2 * number\n", scope)  # noqa: S102 - a function without a file
    doubled = scope["doubled"]
    assert callable(doubled)
    assert doubled(21) == 42
