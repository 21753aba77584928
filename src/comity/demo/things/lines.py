"""Telephone lines and accounts, with and without country code, area code and punctuation.

Beside them stand the next number of a family's plan, and the same name on another service.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from comity.demo.chance import Chance, Weighed
from comity.demo.things.entered import Entered, another_sign, misread, times_entered, turned
from comity.records.parties.phone_account import PhoneAccount

_CARRIERS = ("Hart Mobile", "Lakeside Wireless", "Union Telephone")
_SERVICES = ("ChatNow", "PhotoBox", "Marketplace", "CoinPass", "GameRoom")
_WRITTEN = (
    "{0}-{1}-{2}",
    "({0}) {1}-{2}",
    "{0}.{1}.{2}",
    "{0}{1}{2}",
    "+1 {0} {1} {2}",
    "1-{0}-{1}-{2}",
    "+1{0}{1}{2}",
)
_HANDLES = "night river ace lil big real miss mr dj iron blue lucky silent fast red rose tiger wolf".split()
_LINE = Weighed({"line": 0.55, "family": 0.08, "account": 0.27, "other-service": 0.05, "like-name": 0.05})


@dataclass(frozen=True)
class Line:
    """A true line or account."""

    telephone: str = ""
    device: str = ""
    handle: str = ""
    provider: str = ""


def new_number(chance: Chance) -> str:
    """Give ten digits of a number that is kept for invented telephones (North American Numbering Plan, 555-01xx)."""
    return f"{chance.between(201, 989)}55501{chance.between(0, 99):02d}"


def dialed(chance: Chance, number: str) -> str:
    """Give a telephone number as somebody writes it."""
    return chance.one_of(_WRITTEN).format(number[:3], number[3:6], number[6:])


def lines(chance: Chance, count: int) -> list[Entered]:
    """Give the entries that agencies made of so many lines and accounts."""
    found: dict[tuple[str, str, str], Line] = {}
    line = _new_line(chance)
    while len(found) < count:
        line = _after(chance, line)
        found.setdefault((line.telephone, line.handle, line.provider if line.handle else ""), line)
    entries: list[Entered] = []
    for thing, each in enumerate(found.values()):
        entries += (Entered(_entered(chance, each), thing) for _ in range(times_entered(chance)))
    return entries


def _new_line(chance: Chance) -> Line:
    return Line(telephone=new_number(chance), device=_device(chance), provider=chance.one_of(_CARRIERS))


def _device(chance: Chance) -> str:
    """Give a number of a device: 14 digits and the check digit of ISO/IEC 7812-1, annex B (3GPP TS 23.003)."""
    digits = f"35{chance.digits(12)}"
    total = sum(sum(divmod(int(digit) * (1 + at % 2), 10)) for at, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _after(chance: Chance, before: Line) -> Line:
    """Give the next line; some are near the one before."""
    match chance.weighed(_LINE):
        case "family" if before.telephone:
            last = f"{(int(before.telephone[-2:]) + 1) % 100:02d}"
            return replace(before, telephone=before.telephone[:-2] + last, device=_device(chance))
        case "other-service" if before.handle:
            return replace(before, provider=chance.one_of([each for each in _SERVICES if each != before.provider]))
        case "like-name" if before.handle:
            return replace(before, handle=before.handle[:-1] + another_sign(chance, before.handle[-1]).lower())
        case "line" | "family":
            return _new_line(chance)
        case _:
            handle = (
                f"{chance.one_of(_HANDLES)}{chance.one_of(('_', '.', ''))}{chance.one_of(_HANDLES)}{chance.digits(2)}"
            )
            return Line(handle=handle, provider=chance.one_of(_SERVICES))


def _entered(chance: Chance, line: Line) -> PhoneAccount:
    provider = line.provider if chance.happens(0.7) else None
    if line.handle:
        return PhoneAccount(account_name=_handle(chance, line.handle), provider=provider)
    told = Weighed({"number": 0.72, "both": 0.22, "device": 0.06}) if line.device else Weighed({"number": 1.0})
    said = chance.weighed(told)
    return PhoneAccount(
        telephone=_telephone(chance, line.telephone) if said != "device" else None,
        device_number=_device_number(chance, line.device) if said != "number" else None,
        provider=provider,
    )


def _handle(chance: Chance, handle: str) -> str:
    spelled = turned(chance, handle) if chance.happens(0.06) else handle
    return chance.one_of((spelled, spelled, spelled, spelled, f"@{spelled}", spelled.upper()))


def _telephone(chance: Chance, number: str) -> str:
    if chance.happens(0.04):
        number = chance.one_of((misread, turned))(chance, number)
    return dialed(chance, number) if chance.happens(0.96) else f"{number[3:6]}-{number[6:]}"


def _device_number(chance: Chance, device: str) -> str:
    """Give a device's number whole, in groups, without its check digit, or with the version in its place."""
    written: Mapping[str, float] = {
        device: 0.6,
        f"{device[:2]}-{device[2:8]}-{device[8:14]}-{device[14:]}": 0.2,
        device[:14]: 0.12,
        f"{device[:14]}{chance.digits(2)}": 0.08,
    }
    return chance.weighed(Weighed(written))
