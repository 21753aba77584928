"""In which languages pages speak: gettext catalogs, read once, and how days and times are said in each."""

from collections.abc import Callable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

# Each in its own words: whoever looks for a language reads that one.
LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "es": "Español", "hi": "हिन्दी"})
USUAL = "en"
# Gives the catalog of a language.
Catalogs = Callable[[str], NullTranslations]


@cache
def translations(language: str) -> NullTranslations:
    """Give the catalog of a language; English is what the pages are written in."""
    if language == USUAL:
        return NullTranslations()
    text = (files("comity.web") / "messages" / f"{language}.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(text), locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def language_asked(cookie: str | None, accepted: str) -> str:
    """Give the language that a reader chose, else the first one that the browser accepts and pages speak."""
    if cookie is not None and cookie in LANGUAGES:
        return cookie
    wanted = (part.partition(";")[0].strip().partition("-")[0].lower() for part in accepted.split(","))
    return next((each for each in wanted if each in LANGUAGES), USUAL)
