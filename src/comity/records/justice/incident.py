"""An incident, or first information report."""

from typing import Annotated

from comity.records.declaration import Record
from comity.records.fields import Instant, Narrative, Number
from comity.records.meaning import Minted, Niem
from comity.records.pillars import Pillar


class Incident(Record):
    """Something that happened and that police registered (in India: the first information report)."""

    niem = "nc:Incident"
    entered_by = (Pillar.POLICE,)

    incident_number: Annotated[Number | None, Minted("incident"), Niem("nc:ActivityIdentification")] = None
    registered_at: Instant
    narrative: Narrative | None = None
