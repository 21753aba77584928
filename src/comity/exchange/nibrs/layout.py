"""Where each data element stands in a flat-file segment: NIBRS Technical Specification 2019.1, section 2.2, as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One data element: its columns, counted from 1 as the specification counts them, and how often it repeats.

    ``codes`` names the code table that its values come from; ``needed`` says that a segment without it is no segment.
    """

    name: str
    element: str
    first: int
    last: int
    times: int = 1
    stride: int = 0
    codes: str = ""
    needed: bool = False

    def columns(self, occurrence: int) -> slice:
        """Give the slice of the line that holds the given occurrence, counted from 0."""
        shift = occurrence * self.stride
        return slice(self.first - 1 + shift, self.last + shift)


@dataclass(frozen=True)
class Layout:
    """A segment level: what it is called, the lengths that it may have, and its columns."""

    level: str
    name: str
    lengths: tuple[int, ...]
    columns: tuple[Column, ...]


HEADER = (
    Column("length", "", 1, 4),
    Column("level", "", 5, 5),
    Column("action", "", 6, 6),
    Column("month", "", 7, 8),
    Column("year", "", 9, 12),
    Column("city", "", 13, 16),
    Column("ori", "1", 17, 25, needed=True),
)
NUMBER = Column("number", "2", 26, 37, needed=True)

ADMINISTRATIVE = Layout(
    "1",
    "administrative",
    (87, 88),
    (
        *HEADER,
        NUMBER,
        Column("incident_date", "3", 38, 45, needed=True),
        Column("report_date_indicator", "3", 46, 46),
        Column("incident_hour", "3", 47, 48),
        Column("cleared_exceptionally", "4", 49, 49, codes="nibrs-exceptional-clearance"),
        Column("exceptional_clearance_date", "5", 50, 57),
        Column("clearance_offense", "", 58, 60, 10, 3),
        Column("cargo_theft", "2A", 88, 88),
    ),
)
OFFENSE = Layout(
    "2",
    "offense",
    (63, 71),
    (
        *HEADER,
        NUMBER,
        Column("offense", "6", 38, 40, codes="nibrs-offense", needed=True),
        Column("attempted", "7", 41, 41, needed=True),
        Column("suspected_of_using", "8", 42, 42, 3, 1, codes="nibrs-suspected-of-using"),
        Column("location", "9", 45, 46, codes="nibrs-location", needed=True),
        Column("premises_entered", "10", 47, 48),
        Column("method_of_entry", "11", 49, 49, codes="nibrs-method-of-entry"),
        Column("criminal_activity", "12", 50, 50, 3, 1, codes="nibrs-criminal-activity"),
        Column("force", "13", 53, 54, 3, 3, codes="nibrs-force"),
        Column("force_automatic", "13", 55, 55, 3, 3),
        Column("bias", "8A", 62, 63, 5, 2, codes="nibrs-bias"),
    ),
)
PROPERTY = Layout(
    "3",
    "property",
    (307,),
    (
        *HEADER,
        NUMBER,
        Column("loss", "14", 38, 38, codes="nibrs-property-loss", needed=True),
        Column("description", "15", 39, 40, 10, 19, codes="nibrs-property"),
        Column("value", "16", 41, 49, 10, 19),
        Column("recovered", "17", 50, 57, 10, 19),
        Column("stolen_vehicles", "18", 229, 230),
        Column("recovered_vehicles", "19", 231, 232),
        Column("drug", "20", 233, 233, 3, 15, codes="nibrs-drug"),
        Column("drug_quantity", "21", 234, 245, 3, 15),
        Column("drug_measure", "22", 246, 247, 3, 15, codes="nibrs-drug-measure"),
    ),
)
VICTIM = Layout(
    "4",
    "victim",
    (129, 141),
    (
        *HEADER,
        NUMBER,
        Column("sequence", "23", 38, 40, needed=True),
        Column("offense", "24", 41, 43, 10, 3, codes="nibrs-offense", needed=True),
        Column("type", "25", 71, 71, codes="nibrs-victim-type", needed=True),
        Column("age", "26", 72, 75),
        Column("sex", "27", 76, 76, codes="nibrs-sex"),
        Column("race", "28", 77, 77, codes="nibrs-race"),
        Column("ethnicity", "29", 78, 78, codes="nibrs-ethnicity"),
        Column("resident", "30", 79, 79, codes="nibrs-resident"),
        Column("circumstance", "31", 80, 81, 2, 2, codes="nibrs-circumstance"),
        Column("justifiable", "32", 84, 84, codes="nibrs-justifiable-homicide"),
        Column("injury", "33", 85, 85, 5, 1, codes="nibrs-injury"),
        Column("offender", "34", 90, 91, 10, 4),
        Column("relationship", "35", 92, 93, 10, 4, codes="nibrs-relationship"),
        Column("officer_activity", "25A", 130, 131, codes="nibrs-officer-activity"),
        Column("officer_assignment", "25B", 132, 132, codes="nibrs-officer-assignment"),
        Column("officer_ori", "25C", 133, 141),
    ),
)
OFFENDER = Layout(
    "5",
    "offender",
    (45, 46),
    (
        *HEADER,
        NUMBER,
        Column("sequence", "36", 38, 39, needed=True),
        Column("age", "37", 40, 43),
        Column("sex", "38", 44, 44, codes="nibrs-sex"),
        Column("race", "39", 45, 45, codes="nibrs-race"),
        Column("ethnicity", "39A", 46, 46, codes="nibrs-ethnicity"),
    ),
)


def _arrest(shift: int) -> tuple[Column, ...]:
    """Give the columns that an arrest has in both groups; in group B they stand ``shift`` columns further left."""
    return (
        Column("arrest_date", "42", 52 - shift, 59 - shift, needed=True),
        Column("arrest_type", "43", 60 - shift, 60 - shift, codes="nibrs-arrest-type"),
    )


def _arrestee(shift: int) -> tuple[Column, ...]:
    """Give the columns from the arrest's offense to the disposition of a juvenile, ``shift`` columns further left."""
    return (
        Column("offense", "45", 62 - shift, 64 - shift, codes="nibrs-offense"),
        Column("armed_with", "46", 65 - shift, 66 - shift, 2, 3, codes="nibrs-arrestee-weapon"),
        Column("armed_automatic", "46", 67 - shift, 67 - shift, 2, 3),
        Column("age", "47", 71 - shift, 74 - shift),
        Column("sex", "48", 75 - shift, 75 - shift, codes="nibrs-sex"),
        Column("race", "49", 76 - shift, 76 - shift, codes="nibrs-race"),
        Column("ethnicity", "50", 77 - shift, 77 - shift, codes="nibrs-ethnicity"),
        Column("resident", "51", 78 - shift, 78 - shift, codes="nibrs-resident"),
        Column("juvenile_disposition", "52", 79 - shift, 79 - shift, codes="nibrs-juvenile-disposition"),
    )


ARRESTEE = Layout(
    "6",
    "arrestee",
    (110,),
    (
        *HEADER,
        NUMBER,
        Column("sequence", "40", 38, 39, needed=True),
        Column("arrest_number", "41", 40, 51, needed=True),
        *_arrest(0),
        Column("multiple", "44", 61, 61, codes="nibrs-multiple-arrestee"),
        *_arrestee(0),
        Column("clearance_indicator", "", 80, 80),
        Column("clearance_offense", "", 81, 83, 10, 3),
    ),
)
GROUP_B_ARREST = Layout(
    "7",
    "group B arrest report",
    (66,),
    (
        *HEADER,
        Column("arrest_number", "41", 26, 37, needed=True),
        Column("sequence", "40", 38, 39, needed=True),
        *_arrest(12),
        *_arrestee(13),
    ),
)
ZERO = Layout(
    "0",
    "zero report",
    (43,),
    (
        *HEADER,
        NUMBER,
        Column("zero_month", "", 38, 39, needed=True),
        Column("zero_year", "", 40, 43, needed=True),
    ),
)
LAYOUTS = {
    layout.level: layout
    for layout in (ADMINISTRATIVE, OFFENSE, PROPERTY, VICTIM, OFFENDER, ARRESTEE, GROUP_B_ARREST, ZERO)
}
