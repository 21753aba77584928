"""What the police enter for the statistics: each offense in detail, property with its value, and how people relate."""

from dataclasses import dataclass

from comity.demo.chance import Chance, Weighed
from comity.demo.happenings import Happening
from comity.demo.statistics import Shares, Sort, relationships, sort_of, table
from comity.demo.tales import Act
from comity.exchange.nibrs.drafts import said
from comity.exchange.nibrs.rules.facts import SOCIETY, WITH_CARGO, harms_somebody
from comity.records.justice.arrest import ArrestConduct
from comity.records.justice.incident import Incident
from comity.records.justice.involvement import Involvement, StatementBasis, SubjectCategory, VictimDetail
from comity.records.justice.offense import Offense
from comity.records.parties.identifications import Identification
from comity.records.parties.item import Item
from comity.records.parties.measures import Quantity
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.things import Trait
from comity.records.references import Ref

# An invented agency's number: no state is called HA.
ORI = "HA0010100"
_DEPARTMENT = Organization(
    name="Hart City Police Department", identifications=(Identification(value=ORI, kind="ori"),), law_enforcement=True
)
_SOCIETY = Organization(name="Society", category_text=said("nibrs-victim-type", "S"))
_NOT_REPORTED = 0.1


@dataclass(frozen=True)
class Detail:
    """What happened as statistics see it: the sort of offense, whether only attempted, and where."""

    code: str
    sort: Sort | None
    attempted: bool
    place: str


def detail_of(chance: Chance, happening: Happening) -> Detail:
    """Draw how an offense went: whether it was completed, and in what sort of place."""
    sort = sort_of(happening.code)
    attempted = sort is not None and chance.happens(sort.attempted)
    return Detail(happening.code, sort, attempted, chance.one_of(happening.places))


def department(act: Act) -> Ref[Organization]:
    """Refer to the police department, with the number under which it reports."""
    return act.known("department", _DEPARTMENT)


def traits_of(detail: Detail, suspect: object | None) -> tuple[Trait, ...]:
    """Give what no field of an incident holds: cargo theft, that nothing was lost, that nobody is known."""
    if detail.sort is None:
        return ()
    cargo = (Trait(name="cargo theft", value="no"),) if detail.code in WITH_CARGO else ()
    lost = detail.sort.loss and (detail.attempted or detail.sort.loss == "1")
    nothing = (Trait(name="property", value=said("nibrs-property-loss", "1")),) if lost else ()
    nobody = () if suspect else (Trait(name="offender 00", value="nothing is known of any offender"),)
    return (*cargo, *nothing, *nobody)


def describe(
    act: Act, chance: Chance, incident: Ref[Incident], detail: Detail, *, markings: tuple[str, ...]
) -> tuple[Ref[Offense], ...]:
    """Enter the offense in detail, and the property; gives the offense, none where only arrests are counted."""
    sort = detail.sort
    if sort is None:
        return ()
    offense = act.enter(_offense(chance, incident, detail, sort), markings)
    if sort.loss and not detail.attempted and sort.loss != "1":
        item = act.enter(_drugs(chance, sort) if sort.drugs else _goods(chance, sort), markings)
        act.enter(
            Involvement(
                activity=Ref(incident.id),
                thing=Ref(item.id),
                subject_category=SubjectCategory.OTHER,
                role="property",
                text=said("nibrs-property-loss", sort.loss),
            ),
            markings,
        )
    return (offense,)


def _offense(chance: Chance, incident: Ref[Incident], detail: Detail, sort: Sort) -> Offense:
    return Offense(
        incident=incident,
        offense=detail.code,
        attempted=detail.attempted,
        location_category=said("nibrs-location", table().places[detail.place]),
        factors=_drawn(chance, "nibrs-suspected-of-using", sort.using or {"N": 1.0}),
        criminal_activity=_drawn(chance, "nibrs-criminal-activity", sort.activity),
        force=_drawn(chance, "nibrs-force", sort.force),
        methods_of_entry=_drawn(chance, "nibrs-method-of-entry", sort.entry),
        bias=(said("nibrs-bias", "88"),),
    )


def _drawn(chance: Chance, codes: str, shares: Shares) -> tuple[str, ...]:
    return (said(codes, chance.weighed(Weighed(shares))),) if shares else ()


def _goods(chance: Chance, sort: Sort) -> Item:
    description = chance.one_of(tuple(sort.goods))
    worth = Quantity(
        quantity="1" if sort.counted else None, value=str(chance.between(*sort.goods[description])), currency="USD"
    )
    return Item(
        category_text=said("nibrs-property", description),
        status=said("nibrs-property-loss", sort.loss),
        quantities=(worth,),
    )


def _drugs(chance: Chance, sort: Sort) -> Item:
    """Give a drug that was seized: weighed, or with the laboratory still (then it counts as one, not reported)."""
    drug = chance.one_of(tuple(sort.drugs))
    amount, unit = (1, "XX") if chance.happens(_NOT_REPORTED) else (chance.between(*sort.drugs[drug]), "GM")
    words = said("nibrs-drug", drug)
    return Item(
        category_text=said("nibrs-property", "10"),
        status=said("nibrs-property-loss", sort.loss),
        quantities=(Quantity(description=words, quantity=str(amount), unit=said("nibrs-drug-measure", unit)),),
        traits=(Trait(name="suspected drug", value=words),),
    )


def suffered(act: Act, detail: Detail, victim: Ref[Person] | None) -> tuple[Ref[Person | Organization], str] | None:
    """Give who suffered and as what type of victim: the person, else the owner of the place, or society."""
    if detail.sort is None:
        return (Ref(victim.id), "I") if victim else None
    if detail.code in SOCIETY:
        return Ref(act.known("society", _SOCIETY).id), "S"
    if victim:
        return Ref(victim.id), "I"
    name, sort = table().owners[detail.place]
    owner = Organization(name=name, category_text=said("nibrs-victim-type", sort))
    return Ref(act.known(f"owner/{name}", owner).id), sort


def harmed(
    chance: Chance,
    incident: Ref[Incident],
    detail: Detail,
    who: tuple[Ref[Person | Organization], str],
    *,
    offenses: tuple[Ref[Offense], ...],
    suspect: Ref[Person] | None,
) -> Involvement:
    """Make the part of whoever suffered, with what was done to them and how they know the suspect."""
    victim, sort = who
    asked = detail.sort
    return Involvement(
        activity=Ref(incident.id),
        victim=victim,
        offenses=tuple(Ref(offense.id) for offense in offenses),
        subject_category=SubjectCategory.VICTIM,
        role="victim",
        account_basis=StatementBasis.FACT,
        victim_detail=VictimDetail(
            sequence="001",
            category_text=said("nibrs-victim-type", sort),
            circumstances=_circumstances(chance, asked) if asked else (),
            relationships=_relationships(chance, detail, suspect),
            related_to=(suspect,) if suspect and _is_related(detail) else (),
        ),
    )


def _circumstances(chance: Chance, asked: Sort) -> tuple[str, ...]:
    """Draw why the offense was graver: what led to it, and which injuries the police saw; no finding of a nurse."""
    injuries = _drawn(chance, "nibrs-injury", asked.injuries)
    return (*_drawn(chance, "nibrs-circumstance", asked.circumstances), *(f"injury: {words}" for words in injuries))


def _is_related(detail: Detail) -> bool:
    return detail.sort is not None and harms_somebody([detail.code])


def _relationships(chance: Chance, detail: Detail, suspect: Ref[Person] | None) -> tuple[str, ...]:
    if not _is_related(detail):
        return ()
    return (said("nibrs-relationship", chance.weighed(relationships())) if suspect else "offender 00:",)


def conduct_of(chance: Chance, *, child: bool) -> ArrestConduct:
    """Draw how an arrest went: alone and unarmed mostly; a child is referred to the juvenile authorities."""
    return ArrestConduct(
        resisted=True if chance.happens(0.05) else None,
        sequence="01",
        armed_with=(said("nibrs-arrestee-weapon", "16" if chance.happens(0.04) else "01"),),
        count_code=said("nibrs-multiple-arrestee", "N"),
        juvenile_disposition=said("nibrs-juvenile-disposition", "R") if child else None,
    )
