"""Makes and colors of vehicles under one name, and plates as they look to whoever reads them from a distance."""

# Codes of the National Crime Information Center (vehicle makes and colors) and what people say, the frequent ones.
_MAKES = dict(
    pair.split(":")
    for pair in "acur:acura alfa:alfa-romeo benz:mercedes merz:mercedes mercedesbenz:mercedes buic:buick cadi:cadillac "
    "caddy:cadillac chev:chevrolet chevy:chevrolet chry:chrysler dodg:dodge hond:honda hyun:hyundai infi:infiniti "
    "lexs:lexus linc:lincoln mazd:mazda merc:mercury mits:mitsubishi niss:nissan olds:oldsmobile pont:pontiac "
    "porc:porsche strn:saturn suba:subaru suzi:suzuki tesl:tesla toyt:toyota volk:volkswagen vw:volkswagen "
    "volv:volvo".split()
)
_COLORS = dict(
    pair.split(":")
    for pair in "bge:beige blk:black blu:blue bro:brown brn:brown gld:gold gry:gray grn:green mar:maroon "
    "ong:orange ple:purple sil:silver slv:silver whi:white wht:white yel:yellow".split()
) | {"grey": "gray"}  # spelled so by Britain
# Signs that are read for one another on a plate.
_AS_SEEN = str.maketrans("OQIZSGB", "0012568")


def make_name(text: str) -> str:
    """Give the make that a code or an everyday name means: "chevy" and "chev" are "chevrolet"; others as they are."""
    return _MAKES.get(text.replace(" ", ""), text)


def color_name(text: str) -> str:
    """Give the color that a code means: "blk" is "black"; others as they are."""
    return _COLORS.get(text, text)


def as_seen(number: str) -> str:
    """Give a plate in which what looks alike is one sign: O and 0, I and 1, B and 8, S and 5, Z and 2, G and 6."""
    return number.translate(_AS_SEEN)
