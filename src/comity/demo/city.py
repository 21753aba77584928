"""The city while it is made up: its people and places, and what each agency has on record of them so far."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from importlib.resources import files
from uuid import UUID

from comity.demo.chance import Chance, Weighed
from comity.demo.happenings import BEATS, STREETS, WAYS
from comity.demo.population import Human, people
from comity.policy.directory import Directory, read_directory
from comity.records.parties.addresses import Address
from comity.records.parties.location import Location, Position
from comity.records.profiles import number_format
from comity.records.profiles import profile as profile_named
from comity.records.registry import kinds

PEOPLE = 20_000
YEARS = 5
_PEOPLE_A_HOME = 2.5
_DAYS_A_YEAR = 365.25
_YOUNG = 20
# The invented map: its south-west corner, how large a beat is in degrees (2 km), and the streets and houses of a beat.
_CORNER = (44.9, -93.2)
_BEAT_DEGREES = (0.018, 0.0254)
_STREETS_A_BEAT, _HOUSES_A_STREET, _STEP = 25, 78, 787
HERE = timezone(timedelta(hours=-6))
# A few people stand behind many incidents: each group is drawn from so much of the city, this often.
_ACTIVE = Weighed({0.01: 0.22, 0.06: 0.43, 0.35: 0.35})


@dataclass(frozen=True, slots=True)
class Truth:
    """One line of the hidden truth: which true person a record of an agency means."""

    record: UUID
    agency: str
    human: int


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A record that other stories may refer to, and the story that enters it."""

    id: UUID
    story: int


def hart_city() -> str:
    """Give the directory of Hart City, as it is put in force."""
    return (files("comity.demo") / "hart_city" / "directory.toml").read_text(encoding="utf-8")


class City:
    """All that the stories share; grows with each of them. They are of the five years before ``until``."""

    def __init__(self, *, scale: float, seed: int, until: date) -> None:
        self.chance = Chance(f"hart-city/{seed}/{until}")
        self.directory: Directory = read_directory(hart_city(), frozenset(kinds()))
        self.until = datetime(until.year, until.month, until.day, tzinfo=HERE)
        self.since = self.until - timedelta(days=round(YEARS * _DAYS_A_YEAR))
        count = max(30, round(PEOPLE * scale))
        self.homes = max(12, round(count / _PEOPLE_A_HOME))
        self.people = people(self.chance, count, self.homes, until)
        self.truth: list[Truth] = []
        self.persons: dict[tuple[str, int, tuple[str, ...]], list[OnRecord]] = defaultdict(list)
        self.places: dict[int, OnRecord] = {}
        self.known: dict[str, OnRecord] = {}
        self._numbers: Counter[tuple[str, str, int]] = Counter()

    def somebody(self) -> Human:
        """Give anyone of the city."""
        return self.chance.one_of(self.people)

    def somebody_active(self) -> Human:
        """Give somebody who is often suspected: few people are, and those again and again."""
        share = self.chance.weighed(_ACTIVE)
        return self.people[self.chance.between(0, max(1, int(len(self.people) * share)) - 1)]

    def is_young(self, human: Human) -> bool:
        """Tell whether somebody was a minor in these years, or shortly before."""
        return human.born.year > self.since.year - _YOUNG

    def minted(self, series: str, agency: str, at: datetime) -> str:
        """Give the next number of an agency's series in the year of ``at``, in the profile's form."""
        of = self.directory.agency[agency]
        key = (series, of.code, at.year)
        self._numbers[key] += 1
        form = number_format(profile_named(of.profile), series)
        return form.format.format(agency=of.code, year=at.year, sequence=self._numbers[key])


def place(number: int) -> Location:
    """Give the place of this number: the first are homes; the same number is always the same place."""
    street = STREETS[number % len(STREETS)]
    way = WAYS[number // len(STREETS) % len(WAYS)]
    house = 100 + 2 * (number // (len(STREETS) * len(WAYS)))
    return Location(
        area=BEATS[number % len(BEATS)],
        address=Address(
            street=f"{house} {street} {way}", city="Hart City", state="Hart", postal_code=f"{55000 + number % 12:05d}"
        ),
        position=_position(number),
    )


def _position(number: int) -> Position:
    """Put a place on the invented map: in its beat, one of two rows of four, at a spot that is no other place's."""
    beat = number % len(BEATS)
    # The step has no divisor in common with the spots of a beat: it comes to each of them once.
    street, house = divmod(number // len(BEATS) * _STEP % (_STREETS_A_BEAT * _HOUSES_A_STREET), _HOUSES_A_STREET)
    north = beat % 2 + (street + 1) / (_STREETS_A_BEAT + 2)
    east = beat // 2 + (house + 1) / (_HOUSES_A_STREET + 2)
    return Position(
        latitude=round(_CORNER[0] + north * _BEAT_DEGREES[0], 6),
        longitude=round(_CORNER[1] + east * _BEAT_DEGREES[1], 6),
    )


def moment(at: datetime) -> str:
    """Write a moment as agencies enter it, to the minute, with its offset."""
    return at.isoformat(timespec="minutes")
