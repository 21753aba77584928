"""Bring the catalogs of comity.web up to date: every sentence that a page may say, found where it stands.

Run: ``python scripts/make_messages.py``. What is new comes in empty, and what nothing says any more goes; with --check
it writes nothing, and fails when something is missing, empty or left over.
"""

import argparse
import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import escape, read_po

from comity.api.forms import Input, form_of
from comity.api.problems import SORTS
from comity.desks.analysis.series import Trait
from comity.desks.analysis.together import Thing
from comity.desks.charge_thread import Stage
from comity.desks.custody import CustodyState
from comity.desks.deadlines import EXPECTED
from comity.desks.professions import desks
from comity.linkage.clustering import Verdict
from comity.policy.entrance import Banner
from comity.policy.holdings import Held
from comity.policy.sessions import PURPOSES
from comity.records.categories import LABELS
from comity.records.governance.disclosure import Channel
from comity.records.registry import kind_named, kinds
from comity.records.rules import checks_of
from comity.web.case_words import ALARMS
from comity.web.saying import choice_title, kind_titles
from comity.web.words import LANGUAGES, USUAL

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "comity"
MESSAGES = SOURCE / "web" / "messages"
TRANSLATED = tuple(language for language in LANGUAGES if language != USUAL)
TRIMMED = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
# Floors whose errors are told on a page; what the command line, partners and the database's programs say is not.
TELLING = ("records", "policy", "linkage", "desks", "store", "acts", "api", "web")
ERRORS = frozenset(
    {"Absent", "Conflict", "Invalid", "Refused", "Reused", "Turned", "Unavailable", "Unverified", "not_signed_in"}
)
# By what a language says of which number; Hindi says of nothing what it says of one (Unicode CLDR, plural rules).
PLURALS: Mapping[str, str] = {"es": "nplurals=2; plural=(n != 1);", "hi": "nplurals=2; plural=(n > 1);"}
FORMS = 2
Texts = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Said:
    """A sentence that pages say, its plural where it counts something ("" for none), and what it is."""

    text: str
    plural: str
    sorts: tuple[str, ...]


def collected() -> Mapping[str, Said]:
    """Give every sentence that a page may say, in the order of the alphabet."""
    plurals: dict[str, str] = {}
    sorts: dict[str, set[str]] = {}
    for text, plural in _in_source():
        plurals[text] = plural
        sorts.setdefault(text, set()).add("page")
    for text, sort in _declared():
        sorts.setdefault(text, set()).add(sort)
    return {text: Said(text, plurals.get(text, ""), tuple(sorted(sorts[text]))) for text in sorted(sorts) if text}


def _in_source() -> Iterator[tuple[str, str]]:
    """Give what templates and the code beside them say outright, with its plural."""
    found = extract_from_dir(
        SOURCE / "web",
        [("templates/**.html", "jinja2"), ("**.py", "python")],
        {"templates/**.html": TRIMMED},
        keywords={"_": None, "gettext": None, "ngettext": (1, 2), "say": None},
    )
    for _, _, message, _, _ in found:
        yield (message, "") if isinstance(message, str) else (message[0], message[1])


def _declared() -> Texts:
    yield from (("Yes", "value"), ("No", "value"))
    yield from ((title, "kind") for title in kind_titles())
    yield from ((sort.title, "error") for sort in SORTS)
    yield from ((sentence, "alarm") for sentence in ALARMS.values())
    yield from ((meaning, "purpose") for meaning in PURPOSES.values())
    banner = Banner()
    yield from ((text, "banner") for text in (banner.restricted, banner.monitored, banner.punishable, banner.consent))
    yield from ((choice_title(value), "choice") for value in (*PURPOSES, *LABELS))
    for values in (Stage, CustodyState, Held, Thing, Trait, Channel, Verdict):
        yield from ((choice_title(value), "choice") for value in values)
    for expected in EXPECTED.values():
        yield from ((text, "deadline") for text in (expected.sentence, expected.lacking, expected.remedy))
    yield from _of_desks()
    yield from _of_kinds()
    yield from _of_errors()


def _of_desks() -> Texts:
    for desk in desks():
        yield desk.title, "desk"
        yield from ((name, "desk") for _, name in desk.pages)
        yield from ((text, "desk") for queue in desk.queues for text in (queue.title, queue.means))


def _of_kinds() -> Texts:
    for name in kinds():
        spec = kind_named(name)
        yield spec.summary, "kind"
        yield from _of_inputs(form_of(spec))
        for check in checks_of(spec.kind):
            yield from ((text, "check") for text in (check.sentence, check.remedy))


def _of_inputs(inputs: Iterable[Input]) -> Texts:
    for each in inputs:
        yield each.label, "field"
        yield from ((choice_title(value), "choice") for value in each.choices)
        yield from _of_inputs(each.parts)


def _of_errors() -> Texts:
    """Give what errors say, and what to do, where that is the same each time; the rest is said as it was made."""
    for floor in TELLING:
        for path in sorted((SOURCE / floor).rglob("*.py")):
            if "postgres" not in path.parts:
                yield from ((text, "error") for text in _told(ast.parse(path.read_text(encoding="utf-8"))))


def _told(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
            said = (*node.args, *(each.value for each in node.keywords if each.arg == "remedy"))
            yield from (each.value for each in said if isinstance(each, ast.Constant) and isinstance(each.value, str))


def catalog(language: str) -> Catalog:
    """Give the catalog of a language as it stands."""
    path = MESSAGES / f"{language}.po"
    return read_po(BytesIO(path.read_bytes() if path.is_file() else b""), locale=language)


def written(language: str, said: Mapping[str, Said], before: Catalog) -> str:
    """Give a catalog with all that is said, each with the translation that it has, in an order that stays."""
    head = (
        f'Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {PLURALS[language]}\\n'
    )
    entries = [f'msgid ""\nmsgstr ""\n"{head}"\n']
    for each in said.values():
        known = before.get(each.text)
        strings = known.string if known else ""
        lines = [f"#. {', '.join(each.sorts)}", f"msgid {escape(each.text)}"]
        if each.plural:
            given = strings if isinstance(strings, list | tuple) else ("",) * FORMS
            lines.append(f"msgid_plural {escape(each.plural)}")
            lines += [f"msgstr[{n}] {escape(text)}" for n, text in enumerate(given)]
        else:
            lines.append(f"msgstr {escape(strings if isinstance(strings, str) else '')}")
        entries.append("\n".join(lines) + "\n")
    return "\n".join(entries)


def faults(language: str, said: Mapping[str, Said]) -> list[str]:
    """Tell what of a catalog is missing, empty, unsure or said nowhere."""
    known = {message.id[0] if isinstance(message.id, tuple) else message.id: message for message in catalog(language)}
    known.pop("", None)
    found = [f"{language}: nothing says {text!r}" for text in known if text not in said]
    for text, each in said.items():
        message = known.get(text)
        strings = (message.string,) if message and isinstance(message.string, str) else message and message.string
        if message is None or not strings or not all(strings) or message.fuzzy:
            found.append(f"{language}: {text!r} is not translated")
        elif isinstance(message.id, tuple) != bool(each.plural):
            found.append(f"{language}: {text!r} counts in one place only")
    return found


def main() -> int:
    """Write the catalogs anew, or tell what they lack; gives 1 when they lack something."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true")
    asked = arguments.parse_args()
    said = collected()
    if not asked.check:
        for language in TRANSLATED:
            text = written(language, said, catalog(language))
            (MESSAGES / f"{language}.po").write_text(text, encoding="utf-8", newline="")
    lacking = [fault for language in TRANSLATED for fault in faults(language, said)]
    print("\n".join(lacking) or f"{len(said)} sentences, in {', '.join(TRANSLATED)}")
    return int(bool(lacking))


if __name__ == "__main__":
    raise SystemExit(main())
