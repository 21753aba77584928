"""What to say when a message lacks a field: that it is missing, or that the receiver may not see it."""

from comity.errors import Invalid
from comity.exchange.ojbc.outward.sight import Spot, records, values
from comity.records.registry import kind_named


def lacking(exchange: str, spot: Spot, way: str) -> Invalid:
    """Give the refusal of a message without which a field stands; it tells nothing of what a withheld field holds."""
    ends = [_reached(spot, each) for each in way.split("|")]
    at, name = next((end[:2] for end in ends if end[2]), ends[0][:2])
    field = at.named(name)
    if _is_withheld(at, name):
        return Invalid(
            f"{field}: this receiver may not see it, and {exchange} has no message without it.",
            field=field,
            remedy="Ask the owner for a clause that shows it, or send this receiver another message.",
        )
    if values(at, name):
        return Invalid(
            f"{field}: this receiver may not see what it refers to, and {exchange} has no message without it.",
            field=field,
            remedy="Ask the owner for a clause that shows it, or send this receiver another message.",
        )
    return Invalid(
        f"{field}: it is not there, and {exchange} has no message without it.",
        field=field,
        remedy=f"Enter {name} in the {at.view.kind}, or wait until it is known.",
    )


def unwritable(spot: Spot, field: str, reason: str) -> Invalid:
    """Give the refusal of a value that cannot stand in a message."""
    where = spot.named(field)
    return Invalid(f"{where}: {reason}.", field=where, remedy="Correct the field named and send the message again.")


def _reached(spot: Spot, way: str) -> tuple[Spot, str, bool]:
    """Follow a way as far as it leads; give where it ends, the field that leads no further, and if it is the last."""
    *steps, name = way.split("/")
    at = spot
    for step in steps:
        further = records(at, step)
        if not further:
            return at, step.lstrip("<="), False
        at = further[0]
    return at, name.lstrip("<="), True


def _is_withheld(at: Spot, name: str) -> bool:
    top = (at.place + name).partition(".")[0].partition("[")[0]
    categories = {field.name: field.category.label for field in kind_named(at.view.kind).fields}
    return categories.get(top) in at.view.withheld
