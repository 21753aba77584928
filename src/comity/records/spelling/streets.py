"""Streets as the post shortens them, so that 12 Oak Street, Apartment 4 and 12 OAK ST #4 come out as one address."""

# Kinds of streets and of units as the United States Postal Service shortens them (Publication 28, appendix C), the
# frequent ones.
STREET_WORDS = dict(
    pair.split(":")
    for pair in "avenue:ave boulevard:blvd circle:cir court:ct drive:dr expressway:expy freeway:fwy heights:hts "
    "highway:hwy lane:ln parkway:pkwy place:pl plaza:plz road:rd route:rte square:sq street:st terrace:ter "
    "turnpike:tpke apartment:apt building:bldg floor:fl suite:ste north:n south:s east:e west:w northeast:ne "
    "northwest:nw southeast:se southwest:sw".split()
)
DIRECTIONS = frozenset("n s e w ne nw se sw".split())
# Behind these stands the number of a unit; behind a highway or a route, its own.
_WAYS = frozenset("ave blvd cir ct dr ln pkwy pl plz rd sq st ter tpke way".split())
_UNITS = frozenset("apt bldg fl ste unit rm room lot no number flat".split())
_LEAST = 2


def posted_street(street: str) -> tuple[str, str]:
    """Give number and street as the post shortens them, and the unit that stands behind them, "" for none.

    ``street`` is in plain Latin letters: "12 north oak street apt 4b" gives "12 n oak st" and "4b".
    """
    words = [STREET_WORDS.get(word, word) for word in street.split()]
    at = next((n for n, word in enumerate(words) if n >= _LEAST and word in _UNITS), len(words))
    if at == len(words) > _LEAST and words[-1][0].isdigit() and words[-2] in _WAYS:
        at -= 1
    return " ".join(words[:at]), bare_unit(" ".join(words[at:]))


def bare_unit(unit: str) -> str:
    """Give a unit without the word for it: "apt 4 b" is "4b"."""
    words = [STREET_WORDS.get(word, word) for word in unit.split()]
    return "".join(word for word in words if word not in _UNITS)


def street_name(street: str) -> str:
    """Give only the name of a shortened street: "12 n oak st" is "oak"; the whole where nothing else is there."""
    words = [word for word in street.split() if word not in DIRECTIONS and word not in _WAYS and not word[0].isdigit()]
    return " ".join(words) or street
