"""The arrests of a report as records."""

from comity.exchange.nibrs.drafts import Drafts, all_said, said
from comity.exchange.nibrs.people import person
from comity.exchange.nibrs.reports import Arrest
from comity.records.justice.arrest import Arrest as ArrestRecord
from comity.records.justice.arrest import ArrestConduct
from comity.records.justice.charges import Charge
from comity.records.justice.incident import Incident
from comity.records.references import Ref


def add_arrest(
    arrest: Arrest, incident: Ref[Incident] | None, drafts: Drafts, number: str, *, agency: str
) -> Ref[ArrestRecord]:
    """Add an arrest with the person arrested; of group B when it belongs to no incident."""
    subject = person(arrest.person, drafts, f"{number}/arrestee/{arrest.sequence}")
    record = ArrestRecord(
        provenance=drafts.from_source(number),
        arrest_number=arrest.number or None,
        incident=incident,
        subject=Ref(drafts.add(subject)),
        occurred_at=arrest.date or None,
        charges=(Charge(offense=arrest.offense),) if arrest.offense else (),
        agency=drafts.agency(agency),
        category_text=said("nibrs-arrest-type", arrest.kind) or None,
        conduct=_conduct(arrest),
    )
    return Ref(drafts.add(record))


def _conduct(arrest: Arrest) -> ArrestConduct:
    return ArrestConduct(
        sequence=f"{arrest.sequence:02d}",
        armed_with=all_said("nibrs-arrestee-weapon", arrest.armed_with),
        count_code=said("nibrs-multiple-arrestee", arrest.multiple) or None,
        juvenile_disposition=said("nibrs-juvenile-disposition", arrest.juvenile_disposition) or None,
    )
