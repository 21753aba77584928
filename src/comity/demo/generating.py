"""Hart City's five years, told story by story: the same for the same scale, seed and year."""

from collections.abc import Iterator

from comity.demo.care_work import support, take_call, treat
from comity.demo.chance import Weighed
from comity.demo.city import City
from comity.demo.court_work import hear, release_uncharged
from comity.demo.custody_work import book
from comity.demo.laboratory_work import examine
from comity.demo.police_work import arrest, report, write_in_diary
from comity.demo.prosecution_work import decide
from comity.demo.tales import Story, Tale

# At scale 1: this many stories, of which these shares become an incident, or stay a diary entry, a call or a treatment.
STORIES = 36_000
_SORTS = Weighed({"incident": 0.74, "diary": 0.12, "call": 0.1, "treatment": 0.04})


def how_many(scale: float) -> int:
    """Tell how many stories a scale has."""
    return max(20, round(STORIES * scale))


def stories(city: City, scale: float) -> Iterator[Story]:
    """Tell all stories of the city, one after the other; the hidden truth grows with them."""
    for number in range(how_many(scale)):
        tale = Tale(city, number)
        _tell(tale, city.chance.weighed(_SORTS))
        yield tale.told()


def _tell(tale: Tale, sort: str) -> None:
    match sort:
        case "diary":
            write_in_diary(tale)
        case "call":
            take_call(tale)
        case "treatment":
            treat(tale)
        case _:
            _tell_incident(tale)


def _tell_incident(tale: Tale) -> None:
    """Tell an incident through to the sentence, as far as it goes."""
    reported = report(tale)
    support(tale, reported)
    examine(tale, reported)
    arrested = arrest(tale, reported)
    if arrested is None:
        return
    booked = book(tale, arrested)
    filed = decide(tale, arrested, booked.at if booked else arrested.at)
    if filed is not None and filed.charges:
        hear(tale, filed, booked)
    elif filed is not None and booked is not None:
        release_uncharged(tale, filed, booked)
