"""One offense of an incident, in the detail that statistics ask for."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import ChargeText, Code, EventText, Flag, Number, ShortText
from comity.records.justice.incident import Incident
from comity.records.justice.statutes import StatuteCited
from comity.records.meaning import Codes, Niem, Search
from comity.records.moments import Occurred
from comity.records.parties.location import Location
from comity.records.parties.things import Trait
from comity.records.pillars import Pillar
from comity.records.references import Ref

Words = Annotated[tuple[ShortText, ...], Category.EVENT]


class Offense(Record):
    """One offense of an incident: how it was done, with what force, for what motive."""

    niem = "j:Offense"
    entered_by = (Pillar.POLICE,)
    needed = ("incident", "offense")
    follows = ("incident",)

    incident: Ref[Incident] | None = None
    offense: Annotated[Code | None, Codes("offense"), Search.CODE, Niem("j:OffenseUCRCode"), Category.CHARGE] = None
    number: Annotated[Number | None, Niem("nc:ActivityIdentification")] = None
    local_codes: Annotated[tuple[ShortText, ...], Category.CHARGE] = ()
    text: Annotated[ChargeText | None, Niem("nc:ActivityDescriptionText")] = None
    category_text: Annotated[ChargeText | None, Niem("nc:ActivityCategoryText")] = None
    statute: StatuteCited | None = None
    occurred_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    occurred_until: Occurred | None = None
    location: Annotated[Ref[Location] | None, Niem("nc:ActivityLocation")] = None
    location_category: EventText | None = None
    completed: Annotated[Flag | None, Niem("nc:ActivityCompletedIndicator")] = None
    attempted: Annotated[Flag | None, Niem("j:OffenseAttemptedIndicator")] = None
    bias: Words = ()
    criminal_activity: Words = ()
    factors: Words = ()
    force: Words = ()
    entry_points: Words = ()
    exit_points: Words = ()
    methods_of_entry: Words = ()
    structures_entered: EventText | None = None
    motive: EventText | None = None
    indicators: Words = ()
    traits: tuple[Trait, ...] = ()
