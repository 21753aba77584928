"""Names of businesses and offices in one form: without The and Inc., long words as short as an envelope has them."""

from comity.records.spelling.words import name_words

# How a name of a business ends says who owns it, not which one it is; entries leave it out or mistake it.
_ENDINGS = frozenset(
    "inc incorporated llc llp lp ltd limited co company corp corporation pc pllc plc gmbh".split()
)  # fmt: skip
_FILLING = frozenset(("the", "and", "of"))
# Long words of businesses and offices as the United States Postal Service shortens them (Publication 28, appendix G),
# the frequent ones; Saint and Street are both St.
_WORDS = dict(
    pair.split(":")
    for pair in "association:assn associates:assoc avenue:ave brothers:bros building:bldg center:ctr "
    "community:cmnty county:cnty department:dept district:dist division:div elementary:elem government:govt "
    "hospital:hosp international:intl laboratory:lab management:mgmt manufacturing:mfg medical:med municipal:mun "
    "national:natl office:ofc school:sch service:svc services:svcs saint:st street:st university:univ cntr:ctr".split()
) | {"centre": "ctr"}  # spelled so by Britain
# What officers write of the offices that they write most of.
_OFFICES = {"pd": ("police", "dept"), "fd": ("fire", "dept"), "so": ("sheriffs", "ofc")}


def business_name(text: str) -> str:
    """Give a name of a business or office as it is compared: "Quill Brothers Towing, Inc." is "quill bros towing".

    Initials are one word. A name of which nothing would be left stays as it is.
    """
    said = name_words(text)
    words = _with_initials_joined(said)
    kept = [_WORDS.get(word, word) for word in words if word not in _FILLING]
    while len(kept) > 1 and kept[-1] in _ENDINGS:
        kept.pop()
    if len(kept) > 1 and kept[-1] in _OFFICES:
        kept[-1:] = _OFFICES[kept[-1]]
    return " ".join(kept or said)


def _with_initials_joined(words: tuple[str, ...]) -> list[str]:
    """Join single letters that stand together: L.L.C. is one word, and so is J & J."""
    found: list[str] = []
    alone = False
    for word in words:
        if word in _FILLING:
            continue
        if alone and len(word) == 1:
            found[-1] += word
        else:
            found.append(word)
        alone = len(word) == 1
    return found
