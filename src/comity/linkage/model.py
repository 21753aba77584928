"""What is compared and how much each outcome weighs: a Fellegi-Sunter model as a value that a record can hold.

Fellegi and Sunter, "A Theory for Record Linkage" (1969): an outcome that is found among records of one person with
probability m, and among records of different people with probability u, weighs log2(m / u) bits.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import log2

from msgspec import Struct, json, toml
from msgspec.structs import replace

from comity.errors import Absent

KINDS = ("person", "organization", "location", "vehicle", "phone-account")
_LEAST_CHANCE = 1e-12
# A rival is taken for twice as likely as counted: a link to one's twin does more harm than a link that is missed.
_BENEFIT_OF_DOUBT = 1.0


class Likeness(Struct, frozen=True, array_like=True):
    """One question about two values, such as ["similar", ["surname"], 0.92]; the sorts stand in likenesses.py."""

    sort: str
    fields: tuple[str, ...]
    bound: float = 0.0


class Frequency(Struct, frozen=True):
    """An agreement weighs more the rarer the value: ``field`` names its table, ``weight`` 0 to 1 how far that goes.

    ``least`` is the least share that a value is taken to have, so that one misspelling is not proof; ``usual`` is the
    share that the level's own weight stands for, 0 for its u.
    """

    field: str
    weight: float = 1.0
    least: float = 0.0
    usual: float = 0.0


class Level(Struct, frozen=True):
    """One outcome of a comparison: holds where all questions of any group in ``when`` do, always where there is none.

    ``words`` say it to a clerk, with {one} and {other} for the values. ``neutral`` outcomes, such as a missing value,
    weigh nothing.
    """

    id: str
    words: str
    when: tuple[tuple[Likeness, ...], ...] = ()
    m: float = 0.5
    u: float = 0.5
    neutral: bool = False
    frequency: Frequency | None = None

    @property
    def bits(self) -> float:
        """What the outcome weighs before the rareness of the value counts."""
        return 0.0 if self.neutral else log2(max(self.m, _LEAST_CHANCE) / max(self.u, _LEAST_CHANCE))


class Comparison(Struct, frozen=True, cache_hash=True):
    """What is compared: its ``name`` for people, the ``source`` whose values it reads, and its outcomes, best first."""

    id: str
    name: str
    source: str
    levels: tuple[Level, ...]


class Rival(Struct, frozen=True):
    """Somebody else whom a record may mean, who shares more than a stranger does: a twin, a namesake, a relative.

    ``share`` is how many of them a person has in the mean, ``differs`` in what they are as different as strangers. A
    score may not claim more than these comparisons say against such a rival.
    """

    id: str
    words: str
    share: float
    differs: tuple[str, ...]


class Guard(Struct, frozen=True):
    """A rule that keeps too little from being linked: where none of ``without`` weighs for, a person must look.

    ``most`` bits over the link threshold are left. With ``outcomes``, such as "unit/other", it holds only where one of
    them was found, whatever that weighs.
    """

    id: str
    words: str
    without: tuple[str, ...]
    most: float = -1.0
    outcomes: tuple[str, ...] = ()


class Model(Struct, frozen=True, kw_only=True):
    """All that a score rests on; thresholds are in bits, 0 bits being even odds.

    ``matches_per_record`` is how many other records of the same person a record has in the mean; ``population`` is the
    number of records among which candidates are found. ``frequencies`` give a field's values their share of records,
    ``rare`` the share of a value that is not listed.
    """

    kind: str
    version: str = "1"
    matches_per_record: float = 0.5
    population: int = 1024
    comparisons: tuple[Comparison, ...]
    rivals: tuple[Rival, ...] = ()
    guards: tuple[Guard, ...] = ()
    frequencies: Mapping[str, Mapping[str, float]] = {}
    rare: Mapping[str, float] = {}
    link: float = 6.0
    review: float = 0.0

    @property
    def prior(self) -> float:
        """The bits with which every pair starts: the odds that two records drawn at random are one person's."""
        chance = min(0.5, self.matches_per_record / max(1, self.population - 1))
        return log2(chance / (1 - chance))

    def odds_against(self, rival: Rival) -> float:
        """The bits with which a pair starts where the other may be this rival: the person's own records to theirs."""
        return log2(self.matches_per_record / (rival.share * (1 + self.matches_per_record))) - _BENEFIT_OF_DOUBT


def coarse_population(count: int) -> int:
    """Give a count as a power of two, so that what a reader sees does not move by one record that is hidden."""
    return 1 << max(0, round(log2(max(1, count))))


def rescaled(model: Model, count: int) -> Model:
    """Give the model for a population of ``count`` records, rounded to a power of two."""
    return replace(model, population=coarse_population(count))


@cache
def default_model(kind: str) -> Model:
    """Give the model that is shipped for a kind; Absent where a kind is not linked."""
    if kind not in KINDS:
        raise Absent(f"Records of kind {kind!r} are not linked.", remedy=f"Linked are {', '.join(KINDS)}.")
    trained = files("comity.linkage") / "models" / f"{kind}.json"
    return json.decode(trained.read_bytes(), type=Model) if trained.is_file() else plan(kind)


@cache
def plan(kind: str) -> Model:
    """Give what is compared for a kind, with weights set by hand: what training starts from."""
    written = files("comity.linkage") / "models" / f"{kind}.toml"
    return toml.decode(written.read_bytes(), type=Model)
