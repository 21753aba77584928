"""The whole path from a complaint to a release, as seven people at seven desks: no fact is typed twice."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tests.web.browsing import Size
from tests.web.desks.conftest import At
from tests.web.desks.people import Hands, Keyboard, Mouse, Person, Touch, typed_by

pytestmark = pytest.mark.anyio


@dataclass(frozen=True)
class Seven:
    """Whoever works on the case."""

    lee: Person
    lena: Person
    pia: Person
    clark: Person
    judith: Person
    jamal: Person
    petra: Person

    @property
    def all(self) -> tuple[Person, ...]:
        return (self.lee, self.lena, self.pia, self.clark, self.judith, self.jamal, self.petra)


def in_days(days: int, time: str) -> str:
    """Give a moment some days from today, as it is typed into a field."""
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}T{time}"


async def complaint(lee: Person) -> None:
    """Lee writes down the complaint, registers the incident, and arrests Ada."""
    await lee.follows("New: Diary entry")
    await lee.types("Offenses", "220, 290")
    await lee.chooses("Outcome", "Register")
    await lee.types("Narrative", "A neighbor heard glass break on Oak Street.")
    await lee.records()
    await lee.follows("Incident")
    await lee.records()


async def arrest(lee: Person) -> None:
    await lee.follows("Arrest")
    await lee.presses("New: Person")
    await lee.types("Given name", "Ada")
    await lee.types("Surname", "Quill")
    await lee.types("Birth date", "1990-12-10")
    await lee.chooses("Ground", "Probable cause")
    await lee.types("Narrative", "She was found behind the shop with the bag.")
    await lee.records()


async def exhibit(lee: Person) -> None:
    """Lee seizes a crowbar, asks the laboratory about it, and hands it over."""
    await lee.goes("/lists/incident")
    await lee.opens("HCPD-")
    await lee.follows("Exhibit")
    await lee.types("Description", "A crowbar with blue paint.")
    await lee.types("Seal number", "S-4711")
    await lee.records()
    exhibit = lee.page.url
    await lee.follows("Lab request")
    await lee.types("Question", "Does the paint come from the window frame?")
    await lee.records()
    await lee.goes(exhibit)
    await lee.follows("Custody handoff")
    await lee.types("To member", "lena")
    await lee.types("Purpose", "examination of the paint")
    await lee.records()


async def booking(jamal: Person) -> None:
    await jamal.opens("Ada Quill")
    await jamal.follows("Booking")
    await jamal.types("Note", "Nothing to report.", within="Health")
    await jamal.records()


async def report(lena: Person) -> None:
    await lena.opens("HCPD-")
    await lena.follows("Lab report")
    await lena.types("Method", "infrared spectroscopy")
    await lena.types("Result", "The paint is the same.")
    await lena.records()


async def referral(lee: Person) -> None:
    await lee.goes("/desk")
    await lee.opens("Ada Quill")
    await lee.follows("Charge referral")
    await lee.records()


async def charging(pia: Person) -> None:
    await pia.opens("Ada Quill")
    await pia.follows("Charging decision")
    await pia.records()


async def docketing(clark: Person) -> None:
    await clark.opens("HCDA-")
    await clark.follows("Court case")
    await clark.records()
    await clark.follows("Hearing")
    await clark.types("Starts at", in_days(1, "09:30"))
    await clark.types("Courtroom", "2A")
    await clark.records()


async def remand(judith: Person) -> None:
    await judith.goes("/lists/hearing")
    await judith.opens("HSC-")
    await judith.follows("Court order")
    await judith.chooses("Kind", "Remand")
    await judith.types("Expires at", in_days(20, "12:00"))
    await judith.records()


async def holding(jamal: Person) -> None:
    await jamal.goes("/desk")
    await jamal.opens(", Remand")
    await jamal.follows("Custody movement")
    await jamal.records()


async def endings(clark: Person) -> None:
    """The court ends both charges, and passes a sentence."""
    for ending in ("Convicted", "Dismissed"):
        await clark.goes("/lists/court-case")
        await clark.opens("HSC-")
        await clark.follows("Disposition")
        await clark.chooses("Ending", ending)
        await clark.records()
    await clark.goes("/lists/court-case")
    await clark.opens("HSC-")
    await clark.follows("Sentence")
    await clark.chooses("Kind", "Probation", within="Components")
    await clark.types("Term", "P1Y", within="Components")
    await clark.records()


async def release(judith: Person, jamal: Person) -> None:
    await judith.goes("/lists/court-case")
    await judith.opens("HSC-")
    await judith.follows("Court order")
    await judith.chooses("Kind", "Release")
    await judith.records()
    await jamal.goes("/desk")
    await jamal.opens(", Release")
    await jamal.follows("Release")
    await jamal.records()


async def supervision(petra: Person) -> None:
    await petra.goes("/desk")
    await petra.opens("Ada Quill")
    await petra.follows("Supervision")
    await petra.records()


async def whole_path(seven: Seven) -> None:
    await complaint(seven.lee)
    await arrest(seven.lee)
    await booking(seven.jamal)
    await exhibit(seven.lee)
    await report(seven.lena)
    await referral(seven.lee)
    await charging(seven.pia)
    await docketing(seven.clark)
    await remand(seven.judith)
    await holding(seven.jamal)
    await endings(seven.clark)
    await supervision(seven.petra)
    await release(seven.judith, seven.jamal)


WAYS: dict[str, tuple[type[Hands], Size]] = {
    "mouse": (Mouse, Size.DESK),
    "keyboard": (Keyboard, Size.DESK),
    "phone": (Touch, Size.PHONE),
}


@pytest.mark.parametrize("way", WAYS)
async def test_seven_people_at_seven_desks_bring_a_complaint_to_a_release(at_desk: At, way: str) -> None:
    hands, size = WAYS[way]
    names = ("lee", "lena", "pia", "clark", "judith", "jamal", "petra")
    seven = Seven(**{name: await at_desk(name, hands=hands, size=size) for name in names})
    await whole_path(seven)
    twice = [text for text, times in Counter(typed_by(seven.all)).items() if times > 1]
    assert not twice
