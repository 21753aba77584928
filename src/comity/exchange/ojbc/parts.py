"""All tables of parts: where a part's fields stand does not depend on the exchange."""

from collections.abc import Mapping

from comity.exchange.ojbc import envelopes, parties, watches
from comity.exchange.ojbc.shapes import Table
from comity.records.declaration import Part

PART_TABLES: Mapping[type[Part], Table] = {**parties.PARTS, **envelopes.PARTS, **watches.PARTS}
