"""All tables of parts: where a part's fields stand does not depend on the exchange."""

from collections.abc import Mapping

from comity.exchange.ojbc import (
    charges,
    courts,
    envelopes,
    events,
    histories,
    people,
    places,
    roles,
    things,
    tickets,
    watches,
)
from comity.exchange.ojbc.shapes import Table
from comity.records.declaration import Part
from comity.records.justice.charges import Charge
from comity.records.justice.filing_payment import FilingCharge

# Two of these that are alike are two; of others, one said twice.
REPEATED = frozenset({Charge, FilingCharge})

PART_TABLES: Mapping[type[Part], Table] = {
    **people.PARTS,
    **places.PARTS,
    **roles.PARTS,
    **things.PARTS,
    **events.PARTS,
    **charges.PARTS,
    **courts.PARTS,
    **histories.PARTS,
    **tickets.PARTS,
    **watches.PARTS,
    **envelopes.PARTS,
}
