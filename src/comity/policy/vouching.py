"""Which records decisions may rest on: those that somebody here answers for, and that say enough.

What is imported is held to no more than a review, so it opens nothing: a consent, an order, an assignment or a
certificate counts when whoever may enter it has entered it. What closes something counts wherever it came from.
"""

from comity.policy.consents import is_whole
from comity.records.categories import LABELS
from comity.records.declaration import Record
from comity.records.justice.disclosure_order import AUTHORIZING, DisclosureOrder
from comity.records.services.consent import Consent
from comity.records.services.consent_ending import ConsentEnding


def may_rest_on(record: Record) -> bool:
    """Tell whether decisions may rest on a record of a decisive kind."""
    match record:
        case ConsentEnding():
            return True
        case Consent():
            return is_whole(record)
        case DisclosureOrder():
            return record.provenance is None and _orders(record)
        case _:
            return record.provenance is None


def _orders(order: DisclosureOrder) -> bool:
    """An order under subpart E needs the subpoena too, 42 CFR 2.61(a)."""
    compels = order.subpoena or not order.form.startswith(AUTHORIZING)
    return compels and {*order.categories} <= {*LABELS} and order.issued_at is not None
