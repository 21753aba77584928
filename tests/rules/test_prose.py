"""Words: American spelling as NIEM has it, people first, no phrase that says nothing, links that lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.rules.tree import ROOT, report, texts

BRITISH = re.compile(
    r"(?<![A-Za-z])[A-Za-z]*?("
    r"(organi|authori|recogni|normali|summari|categori|standardi|finali|initiali|minimi|maximi|optimi|priori|"
    r"reali|seriali|synchroni|tokeni|anonymi|utili|centrali|formali|generali|speciali|emphasi|apologi|criminali|"
    r"harmoni|itemi|localisa?|memori|moderni|penali|randomi|scrutini)s(e|ed|es|er|ers|ing|ation|ations|able)\b"
    r"|analys(e|ed|er|ing)\b|(colou|behaviou|favou|honou|labou|neighbou|harbou|rumou|endeavou)r\w*"
    r"|(cent|theat|fib|calib|met)re(s|d)?\b|(de|of)fence(s)?\b|licence(s)?\b|judgement(s)?\b|catalogue(s|d)?\b"
    r"|(label|travel|model|signal|channel|level|total)l(ed|ing)\b|fulfil(s|ment)?\b|enrol(s|ment)?\b"
    r"|programme(s)?\b|cheque(s)?\b|grey\b|whilst\b|amongst\b|ageing\b|practis(e|ed|es|ing)\b)",
    re.IGNORECASE,
)
# Foreign names keep their spelling: in quotation marks, in code marks, or on a line that says whose it is. A string in
# code is no quotation, except where partners' formats are read.
QUOTED = re.compile(r"`[^`\n]*`|“[^”\n]*”|(?<=[\s(=,\[{])\"[^\"\n]*\"")
QUOTED_IN_CODE = re.compile(r"`[^`\n]*`|“[^”\n]*”")
FOREIGN_LINE = "spelled so by"
SAYS_NOTHING = re.compile(
    r"\b(keep|kept|stays?) (these |this |it |them )?(in sync|synchronized)\b"
    r"|\bseamless(ly)?\b|\brobust(ly)?\b|\bleverag(e|es|ing)\b|\bcomprehensive(ly)?\b"
    r"|\bcutting[- ]edge\b|\bworld[- ]class\b|\bstate[- ]of[- ]the[- ]art\b|\bblazing(ly)?\b"
    r"|\blorem ipsum\b",
    re.IGNORECASE,
)
NOT_PEOPLE_FIRST = re.compile(
    r"\b(probationers?|inmates?|convicts|ex-cons?|addicts?|mentally ill (man|woman)|illegals)\b", re.IGNORECASE
)
LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)#\s]+)[^)]*\)")
OURS = ("src/", "docs/", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "tests/", "scripts/")
WRITTEN = (".md", ".py", ".sql", ".html", ".toml", ".js", ".css")
# Foreign vocabularies, word for word; and this file, which must name what it bans.
VERBATIM = ("src/comity/records/codes/", "tests/rules/test_prose.py", "docs/reports/")


def lines(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Give each line of our own words with its place, foreign names taken out."""
    quoted = QUOTED if name.endswith(".md") or "exchange/" in name else QUOTED_IN_CODE
    for number, line in enumerate(text.splitlines(), 1):
        if FOREIGN_LINE not in line:
            yield f"{name}:{number}", quoted.sub("", line).replace("_", " ")


def found(rule: re.Pattern[str], name: str, text: str) -> list[str]:
    return [f"{place}: {hit.group(0)!r}" for place, line in lines(name, text) for hit in rule.finditer(line)]


def broken_links(name: str, text: str) -> list[str]:
    problems = []
    for link in LINK.finditer(text):
        to = link["to"]
        if "://" in to or to.startswith("mailto:"):
            continue
        if not (ROOT / PurePosixPath(name).parent / to).exists():
            problems.append(f"{name}: nothing at {to}")
    return problems


def ours() -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in texts(*WRITTEN, under=OURS) if not name.startswith(VERBATIM))


def test_spelling_is_american() -> None:
    problems = [
        problem for name, text in ours() if not name.startswith("tests/") for problem in found(BRITISH, name, text)
    ]
    report(problems, f"Spell as NIEM does (organization); a foreign name stands in quotes, or '{FOREIGN_LINE} NAME'.")


def test_no_phrase_says_nothing() -> None:
    problems = [problem for name, text in ours() for problem in found(SAYS_NOTHING, name, text)]
    report(
        problems, "Generate it or test that it is equal; and name what the thing does, with a figure if there is one."
    )


def test_people_come_before_their_case() -> None:
    problems = [problem for name, text in ours() for problem in found(NOT_PEOPLE_FIRST, name, text)]
    report(problems, "See docs/glossary.md: person on probation, person in custody, person served.")


def test_every_link_leads_somewhere() -> None:
    report([problem for name, text in texts(".md") for problem in broken_links(name, text)], "Mend the link.")


@pytest.mark.parametrize(
    "word", ["organisation", "colour", "behaviours", "unauthorised", "licence", "centre", "labelled"]
)
def test_the_spelling_rule_sees_british_spelling(word: str) -> None:
    assert found(BRITISH, "docs/x.md", f"The {word} is here.")


@pytest.mark.parametrize("word", ["organization", "promise", "advise", "surprise", "franchise", "metrics", "exercise"])
def test_the_spelling_rule_lets_american_spelling_be(word: str) -> None:
    assert not found(BRITISH, "docs/x.md", f"The {word} is here.")


def test_the_spelling_rule_lets_foreign_names_be() -> None:
    assert not found(BRITISH, "docs/x.md", "The table is called “Offence codes”, element `Offence`.")
    assert not found(BRITISH, "src/x.py", "NAME = Offence  # spelled so by India Code")


def test_the_phrase_rules_see_what_they_ban() -> None:
    assert found(SAYS_NOTHING, "src/x.py", "# Keep in " + "sync with the template")
    assert found(NOT_PEOPLE_FIRST, "docs/x.md", "The inmate is moved.")


def test_the_link_rule_sees_a_link_to_nowhere() -> None:
    assert broken_links("docs/x.md", "[a](nowhere.md)")
    assert not broken_links("docs/x.md", "[a](https://example.org) [b](#c)")


def house_words(glossary: str) -> list[str]:
    """Give the words of the first table of the glossary, without what stands in brackets."""
    rows = glossary.partition("## Words of the domain")[0]
    cells = re.findall(r"^\| ([^|]+) \|", rows, re.MULTILINE)
    return [word.strip() for cell in cells for word in cell.split(",") if word.strip() not in {"word", "---"}]


def test_every_word_of_the_house_is_used() -> None:
    pages = dict(texts(".md", ".py", under=("src/", "docs/", "README.md")))
    glossary = pages.pop("docs/glossary.md")
    said = "\n".join(pages.values()).lower()
    unused = [word for word in house_words(glossary) if not re.search(rf"\b{re.escape(word.lower())}", said)]
    assert house_words(glossary)
    report([f"{word} is explained and not used" for word in unused], "Use the word, or take it out of the glossary.")
