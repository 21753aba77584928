"""What the records of one submission share: their ids, where they came from, and one record for each agency named."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.checked import checked
from comity.exchange.connector import Drafted
from comity.ids import new_id
from comity.records.codes import code_table
from comity.records.declaration import Provenance, Record
from comity.records.parties.identifications import Identification
from comity.records.parties.organization import Organization
from comity.records.references import Ref


@dataclass
class Drafts:
    """The records of a submission in the order in which they can be entered: whoever is referred to comes first."""

    source: str
    records: list[tuple[UUID, Record]] = field(default_factory=list)
    agencies: dict[str, Ref[Organization]] = field(default_factory=dict)

    def add(self, record: Record) -> UUID:
        """Give a record its id and its place among the others."""
        found = new_id()
        self.records.append((found, record))
        return found

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Take all records added within the block, or none of them: when one is refused, Invalid leaves it."""
        before, agencies = len(self.records), dict(self.agencies)
        try:
            yield
            checked(self.records[before:])
        except Invalid:
            del self.records[before:]
            self.agencies = agencies
            raise

    def agency(self, ori: str) -> Ref[Organization] | None:
        """Refer to the agency with an ORI, made once for a submission; None where no ORI is given."""
        if not ori:
            return None
        if ori not in self.agencies:
            known = Identification(value=ori, kind="ori")
            organization = Organization(identifications=(known,), provenance=self.from_source(ori))
            self.agencies[ori] = Ref(self.add(organization))
        return self.agencies[ori]

    def finished(self) -> tuple[Drafted, ...]:
        """Give all records, in the order in which they can be entered."""
        return tuple(Drafted(found, record) for found, record in self.records)

    def from_source(self, number: str) -> Provenance:
        """Say that a record came out of this submission, and under which number it stood there."""
        return Provenance(source_system=self.source, source_id=number[:60] or None)


def said(table: str, code: str) -> str:
    """Give a code with its words, such as "20 Residence/Home", for fields that people read."""
    name = code_table(table).codes.get(code, "(retired code)" if code else "")
    return f"{code} {name}".strip()


def all_said(table: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Give several codes with their words."""
    return tuple(said(table, code) for code in codes)
