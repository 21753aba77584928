"""Blocking keys: texts that two records of one person are likely to share, and few strangers do.

A key joins two or three independent facts, so that one wrong fact leaves other keys whole. Keys that say little in a
large population, such as a common name alone, are made too: where too many share one, it is passed over.
"""

from collections.abc import Iterator

from comity.linkage.features import Features
from comity.records.spelling.nicknames import other_forms
from comity.records.spelling.phonetic import sounds
from comity.records.spelling.remembering import remembered
from comity.records.spelling.streets import street_name
from comity.records.spelling.vehicles import as_seen

MOST_KEYS = 64
_LEAST_PART = 3
_FULL_DATE = 10
_YEAR = 4
_DISTINCT_NUMBER = 5
_LONGEST_PLATE = 10
# What a thing is told by that is kept among its labels, and how much of its end a slip in the beginning leaves whole.
_TELLING = frozenset(("vin", "account"))
_TAIL = 8


def keys_of(features: Features) -> tuple[str, ...]:
    """Give the keys under which candidates for a record are found, each once, at most 64; () where nothing tells."""
    found = dict.fromkeys(_sure_keys(features))
    if features.kind == "person":
        found.update(dict.fromkeys(_person_keys(features)))
    else:
        found.update(dict.fromkeys(_thing_keys(features)))
    return tuple(found)[:MOST_KEYS]


def _sure_keys(features: Features) -> Iterator[str]:
    """Give the keys of what is nearly unique by itself."""
    for _, number in features.numbers:
        if len(number) >= _DISTINCT_NUMBER:
            yield f"n:{number}"
    for phone in features.phones:
        yield f"t:{phone}"
    for email in features.emails:
        yield f"e:{email}"
        yield f"u:{email.partition('@')[0]}"
    for *_, home in features.places:
        if home and features.kind != "person":
            yield f"h:{home}"


def _person_keys(features: Features) -> Iterator[str]:
    for given, middle, surname in features.names:
        yield from _name_keys(given, middle, surname)
        for date in features.birth_dates:
            yield from _dated_keys(given, surname, date)
        for postal, street, city, home in features.places:
            yield from _placed_keys(given, surname, (postal, street, city, home))
        for kind, value in features.labels:
            yield from _labeled_keys(given, surname, f"{kind}:{value}", features.birth_dates)
    yield from _lone_keys(features)
    for date in features.birth_dates:
        for postal, street, city, _ in features.places:
            if len(date) == _FULL_DATE:
                yield f"dp:{date}:{postal or street or city}"


def _lone_keys(features: Features) -> Iterator[str]:
    """Give the keys of one fact each: they find what is rare, and all there is in a small population."""
    for *_, surname in features.names:
        if surname:
            yield f"s:{surname}"
    for postal, street, _, home in features.places:
        if where := home or street or postal:
            yield f"p:{where}"


def _name_keys(given: str, middle: str, surname: str) -> Iterator[str]:
    """Give what a name is found by alone; in whatever order its parts stand."""
    if given and surname:
        first, last = sorted((given, surname))
        yield f"gs:{first}:{last}"
        yield f"cs:{form_of(given)}:{sound_of(surname)}"
        if middle:
            yield f"gms:{given[:1]}:{middle[:1]}:{surname}"
    elif len(given) > _LEAST_PART or len(surname) > _LEAST_PART:
        yield f"o:{given or surname}"


def _dated_keys(given: str, surname: str, date: str) -> Iterator[str]:
    year, initials = date[:_YEAR], "".join(sorted(given[:1] + surname[:1]))
    form = form_of(given)
    if given and surname:
        yield f"ys:{year}:{surname[:4]}:{given[:2]}"
        yield f"yc:{year}:{sound_of(given)}:{sound_of(surname)}"
        yield f"yf:{year}:{form}:{surname}"
    if len(date) != _FULL_DATE:
        return
    day = ":".join((year, *sorted((date[5:7], date[8:]))))
    yield f"di:{day}:{initials}"
    if given:
        yield f"dg:{date}:{form}"
        yield f"d1:{date}:{given[:1]}"
    for part in _parts(surname):
        yield f"ds:{date}:{sound_of(part)}"
        if given:
            yield f"mf:{date[5:]}:{form}:{part}"
    if surname:
        yield f"d2:{date}:{surname[:1]}"


def _placed_keys(given: str, surname: str, place: tuple[str, str, str, str]) -> Iterator[str]:
    postal, street, city, home = place
    area = postal[:-2]
    for where in (home, street, postal) if home or street or postal else (city,):
        if where and given:
            yield f"pg:{where}:{form_of(given)}"
    for where in (home, street):
        if where and surname:
            yield f"ps:{where}:{sound_of(surname)}"
    if area and given:
        yield f"pf:{area}:{form_of(given)}"


def _labeled_keys(given: str, surname: str, label: str, dates: tuple[str, ...]) -> Iterator[str]:
    if surname:
        yield f"ls:{label}:{surname}"
    for date in dates:
        yield f"ld:{label}:{date}"
        if given:
            yield f"lg:{label}:{date[:_YEAR]}:{given}"


def _thing_keys(features: Features) -> Iterator[str]:
    """Give the keys of an organization, a place, a vehicle or an account."""
    for *_, name in features.names:
        yield from _business_keys(name)
    for postal, street, city, _ in features.places:
        if street:
            number = street.partition(" ")[0]
            yield f"sp:{street}:{postal}"
            yield f"sc:{street}:{city}"
            yield f"sn:{postal}:{number}"
            yield f"ss:{number}:{sound_of(street_name(street))}"
        for *_, name in features.names:
            yield f"pn:{postal or city}:{name.split()[0]}"
    for kind, value in features.labels:
        if kind in _TELLING:
            yield f"n:{value}"
            yield f"nt:{value[-_TAIL:]}"
    for kind, number in features.numbers:
        if kind == "plate":
            yield from _plate_keys(as_seen(number))


def _business_keys(name: str) -> Iterator[str]:
    """Give the keys of a name of several words: its longest two, its sound, and the sounds of its ends."""
    words = sorted(name.split(), key=lambda word: (-len(word), word))[:2]
    yield f"w:{':'.join(sorted(words))}"
    yield f"x:{sound_of(name)}"
    first, *others = name.split()
    if others:
        yield f"xx:{sound_of(first)}:{sound_of(others[-1])}"


def _plate_keys(seen: str) -> Iterator[str]:
    """Give the keys of a plate as it looks: whole, and with each sign left out, so that one misread sign is passed."""
    yield f"n:{seen}"
    if len(seen) >= _DISTINCT_NUMBER:
        yield from (f"np:{at}:{seen[:at]}{seen[at + 1 :]}" for at in range(len(seen[:_LONGEST_PLATE])))


def _parts(surname: str) -> list[str]:
    """Give a surname's parts that tell: both of a double one, no particles."""
    words = surname.split()
    return [word for word in words if len(word) >= _LEAST_PART][:3] or words[:1]


@remembered(65536)
def form_of(given: str) -> str:
    """Give one form for a given name and its everyday forms, so that Bill and William share it."""
    return min({given, *other_forms(given)})


@remembered(65536)
def sound_of(name: str) -> str:
    """Give the broadest of a name's sounds, the shortest."""
    return min(sounds(name.replace(" ", "")), key=lambda sound: (len(sound), sound), default=name) if name else ""
