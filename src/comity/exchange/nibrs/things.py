"""The property and drugs of a report as records."""

from collections.abc import Iterator

from comity.exchange.nibrs.drafts import Drafts, said
from comity.exchange.nibrs.reports import Property
from comity.records.justice.incident import Incident
from comity.records.justice.involvement import Involvement
from comity.records.parties.item import Item
from comity.records.parties.measures import Quantity
from comity.records.parties.things import Trait
from comity.records.references import Ref


def add_property(found: Property, incident: Ref[Incident], drafts: Drafts, number: str) -> None:
    """Add a sort of property with what became of it, and tie it to its incident."""
    item = Item(
        provenance=drafts.from_source(number),
        category_text=said("nibrs-property", found.description) if found.description else None,
        status=said("nibrs-property-loss", found.loss) or None,
        quantities=tuple(_quantities(found)),
        traits=tuple(Trait(name="suspected drug", value=said("nibrs-drug", d.drug)) for d in found.drugs),
    )
    drafts.add(
        Involvement(
            provenance=drafts.from_source(number),
            activity=Ref(incident.id),
            thing=Ref(drafts.add(item)),
            role="property",
            text=said("nibrs-property-loss", found.loss) or None,
        )
    )


def _quantities(found: Property) -> Iterator[Quantity]:
    """Give the value in dollars with the day of recovery, then how much of each drug."""
    if found.value is not None or found.recovered or found.quantity is not None:
        yield Quantity(
            quantity=None if found.quantity is None else str(found.quantity),
            value=None if found.value is None else str(found.value),
            currency=None if found.value is None else "USD",
            status_on=found.recovered or None,
        )
    for drug in found.drugs:
        yield Quantity(
            description=said("nibrs-drug", drug.drug),
            quantity=None if drug.quantity is None else str(drug.quantity.normalize()),
            unit=said("nibrs-drug-measure", drug.measure) or None,
        )
