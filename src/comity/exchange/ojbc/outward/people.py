"""How persons, organizations and places are laid out: each exchange takes the lines that its schemas have."""

from comity.exchange.ojbc.outward.forms import day, one_of
from comity.exchange.ojbc.outward.lines import Each, Group, Lines, each, first, leaf, must, refer, tie

# The codes of NCIC and UCR that all of these exchanges know; another code stays behind rather than break the message.
SEX = one_of("F", "M", "U")
RACE = one_of("A", "B", "I", "U", "W")
ETHNICITY = one_of("H", "N", "U")
STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY"
)
STATE = one_of(*STATES.split())

_NAMES = {
    "prefix": "nc:PersonNamePrefixText",
    "given_name": "nc:PersonGivenName",
    "middle_name": "nc:PersonMiddleName",
    "surname": "nc:PersonSurName",
    "suffix": "nc:PersonNameSuffixText",
    "full_name": "nc:PersonFullName",
}
BARE_NAME = "given_name middle_name surname full_name"


def name_lines(fields: str = BARE_NAME) -> Lines:
    """Lay out a name; ``fields`` are those that the exchange has, in the order of NIEM."""
    return tuple(leaf(path, field) for field, path in _NAMES.items() if field in fields.split())


def named(fields: str = BARE_NAME, path: str = "nc:PersonName") -> Each:
    """Lay out the first name of a person."""
    return first(path, "names", *name_lines(fields))


def aliases(path: str, fields: str = BARE_NAME) -> Each:
    """Lay out the names that somebody has gone by."""
    return each(path, "aliases.name", *name_lines(fields))


def identities(way: str, fields: str = BARE_NAME) -> Each:
    """Lay out the names that somebody has gone by as identities of their own, for an association to join."""
    within = "nc:IdentityPersonRepresentation"
    return Each(
        "nc:Identity",
        "|".join(f"{each}/aliases" for each in way.split("|")),
        (
            leaf(f"{within}/nc:PersonBirthDate", "birth_date", day),
            first(f"{within}/nc:PersonName", "name", *name_lines(fields)),
        ),
        {},
        thing=True,
    )


def identity_tie(path: str, way: str) -> Group:
    """Join somebody with the identities that they have gone by."""
    return tie(path, refer("nc:Person", way, "Person"), refer("nc:Identity", way, "Identity"))


BORN = leaf("nc:PersonBirthDate", "birth_date", day)
BORN_SURELY = must("nc:PersonBirthDate", "birth_date", day)


def number(path: str, kind: str) -> Each:
    """Lay out the first number of a kind."""
    return first(path, "identifications", leaf("nc:IdentificationID", "value"), kind=kind)


_SIZE = (leaf("nc:MeasureValueText", "value"), leaf("nc:MeasureUnitText", "unit"))
EYES = leaf("nc:PersonEyeColorText", "appearance.eye_colors")
HAIR = leaf("nc:PersonHairColorText", "appearance.hair_colors")
HEIGHT = each("nc:PersonHeightMeasure", "appearance.heights", *_SIZE)
WEIGHT = each("nc:PersonWeightMeasure", "appearance.weights", *_SIZE)
MARKS = each("nc:PersonPhysicalFeature", "features", leaf("nc:PhysicalFeatureDescriptionText", "description"))

ORI = first(
    "j:OrganizationAugmentation/j:OrganizationORIIdentification",
    "identifications",
    leaf("nc:IdentificationID", "value"),
    kind="ori",
)
NAMED = leaf("nc:OrganizationName", "name")
COURT_NAMED = leaf("j:CourtName", "name")

_STREET = "nc:LocationStreet"
STREET = (
    leaf(f"{_STREET}/nc:StreetFullText", "street"),
    leaf(f"{_STREET}/nc:StreetNumberText", "street_number"),
    leaf(f"{_STREET}/nc:StreetName", "street_name"),
)
CITY = leaf("nc:LocationCityName", "city")
POSTAL_CODE = leaf("nc:LocationPostalCode", "postal_code")
