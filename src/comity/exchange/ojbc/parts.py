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
