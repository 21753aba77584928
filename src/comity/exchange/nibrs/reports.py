"""What a submission says, in neither of its two forms: values with the codes of the flat file.

The flat file and the XML message of the same incident give equal reports; records are made from these alone.
Sections are those of the NIBRS Technical Specification 2019.1; numbers in comments are its data elements.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Submission:
    """The head of a report: which agency speaks of which month, and what is to be done (section 2.1)."""

    action: str
    month: str
    ori: str
    city: str = ""
    message_number: str = ""
    message_sent: str = ""
    version: str = ""
    submitter: str = ""


@dataclass(frozen=True)
class Demographics:
    """A person as the statistics know one: no name; ``age`` is "35", "25-30", "NN", "NB", "BB" or "00"."""

    age: str = ""
    sex: str = ""
    race: str = ""
    ethnicity: str = ""
    resident: str = ""


@dataclass(frozen=True)
class Offense:
    """One offense of an incident (section 2.2.2)."""

    code: str
    attempted: bool
    location: str
    suspected_of_using: tuple[str, ...] = ()
    premises_entered: int | None = None
    method_of_entry: str = ""
    criminal_activity: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    bias: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drug:
    """A suspected drug and how much of it; ``quantity`` in units of ``measure``."""

    drug: str
    quantity: Decimal | None = None
    measure: str = ""


@dataclass(frozen=True)
class Property:
    """A sort of property and what became of it (section 2.2.3); ``value`` in whole US dollars."""

    loss: str
    description: str = ""
    value: int | None = None
    recovered: str = ""
    quantity: int | None = None
    drugs: tuple[Drug, ...] = ()


@dataclass(frozen=True)
class Officer:
    """An officer killed or assaulted (data elements 25A to 25C)."""

    activity: str = ""
    assignment: str = ""
    ori: str = ""


@dataclass(frozen=True)
class Victim:
    """A victim, the offenses connected to, and how related to which offender (section 2.2.4)."""

    sequence: int
    kind: str
    person: Demographics
    offenses: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    justifiable: str = ""
    injuries: tuple[str, ...] = ()
    relationships: tuple[tuple[int, str], ...] = ()
    officer: Officer | None = None


@dataclass(frozen=True)
class Offender:
    """Somebody who took part; sequence 0 stands for "nothing is known of any offender" (section 2.2.5)."""

    sequence: int
    person: Demographics


@dataclass(frozen=True)
class Arrest:
    """An arrest, of group A or B (sections 2.2.6 and 2.3); ``date`` as YYYY-MM-DD."""

    sequence: int
    number: str
    date: str
    kind: str = ""
    offense: str = ""
    multiple: str = ""
    armed_with: tuple[str, ...] = ()
    person: Demographics = Demographics()
    juvenile_disposition: str = ""


@dataclass(frozen=True)
class GroupAIncident:
    """A whole incident with everything in it; with action D only number and date."""

    submission: Submission
    number: str
    date: str
    time: str = ""
    is_report_date: bool = False
    cleared_exceptionally: str = ""
    exceptional_clearance_date: str = ""
    cargo_theft: bool | None = None
    offenses: tuple[Offense, ...] = ()
    properties: tuple[Property, ...] = ()
    victims: tuple[Victim, ...] = ()
    offenders: tuple[Offender, ...] = ()
    arrests: tuple[Arrest, ...] = ()


@dataclass(frozen=True)
class GroupBArrest:
    """An arrest for a lesser offense, reported without an incident."""

    submission: Submission
    arrest: Arrest


@dataclass(frozen=True)
class ZeroReport:
    """An agency's statement that nothing was reported to it in ``submission.month``."""

    submission: Submission


Report = GroupAIncident | GroupBArrest | ZeroReport
