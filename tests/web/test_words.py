"""Pages speak three languages: every sentence is in every catalog, says the same, and nothing is left outside them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Message
from jinja2 import Environment

from comity.web.saying import moment_in, number_in
from comity.web.site import said_in
from comity.web.words import LANGUAGES, translations
from scripts.make_messages import TRANSLATED, Said, catalog, collected, faults

TEMPLATES = Path(__file__).parents[2] / "src" / "comity" / "web" / "templates"
PLACEHOLDER = re.compile(r"%\((\w+)\)([a-z])|%%|%")
# Attributes that somebody hears or sees; those that begin with data- and hold words are shown by a script.
SPOKEN = re.compile(r"""\b(?:aria-label|alt|title|placeholder|data-kept|data-waiting|data-restored)="([^"]*)\"""")
TAG = re.compile(r"<[^<>]*>|[\w-]+=\"[^\"]*\"")
# What is a word of no language: names of forms, of keys and of what is typed at a prompt, and the marks of HTML.
NO_WORDS = frozenset({"JSON", "CSV", "Ctrl", "Enter", "n", "g", "h", "kB"})
ENTITY = re.compile(r"&\w+;")
SHOWN_AS_TYPED = re.compile(r"<(code|kbd|style|script)\b.*?</\1>", re.DOTALL)


@pytest.fixture(scope="module")
def said() -> dict[str, Said]:
    return dict(collected())


def strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (str(message.string),)


def entries(language: str) -> Iterator[Message]:
    return (message for message in catalog(language) if message.id)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_nothing_else_is_kept(said: dict[str, Said], language: str) -> None:
    found = faults(language, said)
    assert not found, "\n".join([*found, "-> python scripts/make_messages.py, then fill in what is empty"])


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_puts_in_the_same_values_as_the_sentence(language: str) -> None:
    for message in entries(language):
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        wanted = {frozenset(PLACEHOLDER.findall(text)) for text in ids}
        assert {frozenset(PLACEHOLDER.findall(text)) for text in strings(message)} == wanted, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_holds_no_markup_because_templates_take_it_as_it_is(language: str) -> None:
    for message in entries(language):
        assert not re.search(r"[<>&]", "".join(strings(message))), message.id


@pytest.mark.parametrize(
    "language, count, word",
    [
        ("en", 0, "records"), ("en", 1, "record"), ("en", 2, "records"),
        ("es", 0, "registros"), ("es", 1, "registro"), ("es", 2, "registros"),
        ("hi", 0, "की तुलना की गई।"), ("hi", 1, "की तुलना की गई।"), ("hi", 2, "की तुलना की गई।"),
    ],
)  # fmt: skip
def test_each_language_counts_by_its_own_rule(language: str, count: int, word: str) -> None:
    one, many = "%(num)s record", "%(num)s records"
    if language == "hi":
        one, many = "%(num)s incident was compared.", "%(num)s incidents were compared."
    said = translations(language).ngettext(one, many, count)
    assert said.endswith(word)
    if language == "hi":
        # Nothing is said as one is (Unicode CLDR).
        assert ("घटनाओं" in said) == (count > 1)


@pytest.mark.parametrize(
    "language, moment, text",
    [
        ("en", "2026-03-04T09:30:00Z", "Mar 4, 2026, 09:30 UTC"),
        ("es", "2026-03-04T09:30:00Z", "4 mar 2026, 09:30 UTC"),
        ("hi", "2026-03-04T09:30:00Z", "4 मार्च 2026, 09:30 UTC"),
        ("es", "2026-03-04T09:30:00-05:00", "4 mar 2026, 14:30 UTC"),
        ("en", "2026-03-04T09:30", "Mar 4, 2026, 09:30"),
        ("hi", "2026-03-04", "4 मार्च 2026"),
        ("en", "2026-03", "Mar 2026"),
        ("es", "2026-03", "mar 2026"),
        ("hi", "2026-03", "मार्च 2026"),
        ("hi", "2026", "2026"),
        ("es", datetime(2026, 3, 4, 9, 30, tzinfo=UTC), "4 mar 2026, 09:30 UTC"),
        ("en", None, ""),
    ],
)
def test_a_moment_is_said_in_each_language(language: str, moment: str | datetime | None, text: str) -> None:
    assert moment_in(language, UTC)(moment) == text


@pytest.mark.parametrize("moment", ["2026-07-04T03:30:00Z", datetime(2026, 7, 4, 3, 30, tzinfo=UTC)])
def test_a_moment_is_said_by_the_clocks_of_the_place(moment: str | datetime) -> None:
    assert moment_in("en", ZoneInfo("America/Chicago"))(moment) == "Jul 3, 2026, 22:30"


@pytest.mark.parametrize("language, text", [("en", "123,456"), ("es", "123,456"), ("hi", "1,23,456")])
def test_a_count_is_said_in_each_language(language: str, text: str) -> None:
    assert number_in(language)(123_456) == text


def test_what_no_catalog_has_is_said_as_it_was_made() -> None:
    for language in LANGUAGES:
        assert said_in(language, translations)("The field 'x7' is no code.") == "The field 'x7' is no code."


def outside(template: str) -> list[str]:
    """Give the words that a template says by itself, in text or in what is read aloud, and not by its catalog."""
    tokens = Environment(autoescape=True).lex(template)
    # What Jinja fills in stands as a mark that is no word, so that text and attributes keep their shape.
    source = "".join(value if kind == "data" else "\x00" for _, kind, value in tokens if kind != "comment")
    heard = " ".join(SPOKEN.findall(source))
    seen = TAG.sub(" ", SHOWN_AS_TYPED.sub(" ", source))
    words = re.findall(r"[^\W\d_]+", ENTITY.sub(" ", f"{heard} {seen}"))
    return [word for word in words if word not in NO_WORDS]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_says_a_word_by_itself(path: Path) -> None:
    found = outside(path.read_text(encoding="utf-8"))
    assert not found, f"{path.name}: {found} -> put it into _()"


@pytest.mark.parametrize(
    "template",
    [
        "<p>Loose</p>",
        '<p aria-label="Loose">{{ _("Held") }}</p>',
        "{% if x %}Loose{% endif %}",
        '<a href="{{ x }}">Loose</a>',
    ],
)
def test_the_rule_for_templates_sees_a_loose_word(template: str) -> None:
    assert outside(template) == ["Loose"]
