"""A court's order that records be shown which would otherwise not be."""

from typing import Annotated

from comity.records.categories import LABELS, Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import AgencyKey, Flag, Instant, Label, Member, Narrative, Number
from comity.records.justice.court_case import CourtCase
from comity.records.meaning import Minted, Niem, Past
from comity.records.pillars import Pillar
from comity.records.references import Ref

# Orders that only authorize, so that a subpoena must compel: 42 CFR 2.61(a).
AUTHORIZING = "42-cfr-2."
NONCRIMINAL = "42-cfr-2.64"
CRIMINAL = frozenset({"investigation", "prosecution"})


@check("categories", remedy="Name categories of data that there are, one by one.")
def order_names_known_categories(order: "DisclosureOrder", known: Known) -> bool:
    """An order to disclose names the parts of the record that it reaches; 42 CFR 2.64(e)(1), 2.65(e)(1)."""
    del known
    return {*order.categories} <= {*LABELS}


@check("purposes", remedy="Name the purposes that the court found.")
def order_names_its_purposes(order: "DisclosureOrder", known: Known) -> bool:
    """An order to disclose serves the purposes that it names, never any; 42 CFR 2.64(e), 2.65(e)."""
    del known
    return "*" not in order.purposes


@check("purposes", remedy="Name other purposes, or the section for criminal matters: 42-cfr-2.65.")
def noncriminal_order_serves_no_prosecution(order: "DisclosureOrder", known: Known) -> bool:
    """An order under 42 CFR 2.64 serves no criminal investigation or prosecution; that takes the findings of 2.65."""
    del known
    return order.form != NONCRIMINAL or not CRIMINAL & {*order.purposes}


@check("expires_at", remedy="Correct the dates of the order.")
def order_ends_after_it_is_issued(order: "DisclosureOrder", known: Known) -> bool:
    """An order to disclose expires after it was issued."""
    del known
    return not (order.issued_at and order.expires_at) or order.expires_at > order.issued_at


@check("subpoena", remedy="Note the subpoena once it is issued; until then the order compels nobody.", review=True)
def part2_order_comes_with_a_subpoena(order: "DisclosureOrder", known: Known) -> bool:
    """An order under subpart E only authorizes; a subpoena must compel the disclosure; 42 CFR 2.61(a)."""
    del known
    return not order.form.startswith(AUTHORIZING) or order.subpoena


class DisclosureOrder(Record):
    """A court orders or authorizes that owners show records about somebody to recipients. 42 CFR 2.61 to 2.67.

    ``form`` is the rule that it is made under, such as ``42-cfr-2.65``, or ``general``; ``subjects`` are the records
    that it is about, and what refers to them may be opened by it.
    """

    entered_by = (Pillar.COURT,)
    needed = ("subjects", "owners", "recipients", "categories", "purposes", "issued_at")
    follows = ("case",)
    decisive = True
    checks = (
        order_names_known_categories,
        order_names_its_purposes,
        noncriminal_order_serves_no_prosecution,
        order_ends_after_it_is_issued,
        part2_order_comes_with_a_subpoena,
    )

    order_number: Annotated[Number | None, Minted("order"), Niem("nc:ActivityIdentification")] = None
    form: Label
    case: Annotated[Ref[CourtCase] | None, Niem("nc:Case")] = None
    subjects: Annotated[tuple[Ref[Record], ...], Category.REFERENCE] = ()
    owners: tuple[AgencyKey, ...] = ()
    recipients: tuple[AgencyKey, ...] = ()
    categories: tuple[Label, ...] = ()
    purposes: tuple[Label, ...] = ()
    issued_at: Annotated[Instant | None, Niem("j:CourtOrderIssuingDate"), Past()] = None
    expires_at: Annotated[Instant | None, Niem("nc:DocumentExpirationDate"), Category.STATUS] = None
    subpoena: Flag = False
    judge: Annotated[Member | None, Niem("j:CourtOrderIssuingJudicialOfficial")] = None
    text: Annotated[Narrative | None, Niem("nc:ActivityDescriptionText")] = None
