"""Court disposition update: a subscriber is told that a court ended a charge, when, and with which sentence.

The schema has no general word for how a charge ends; that travels with the case.
"""

from comity.exchange.ojbc.outward.charges import DISPOSED, disposed_charges
from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.forms import when
from comity.exchange.ojbc.outward.lines import Each, Must, Record, each, group, inside, leaf, must, refer, thing, tie
from comity.exchange.ojbc.outward.notified import CHARGE, PERSON, ROOT, SYSTEM
from comity.exchange.ojbc.outward.people import NAMED, ORI
from comity.exchange.ojbc.outward.spaces import NOTIFICATION

_NUMBER = "charge_tracking_number"
_SENTENCED = "=sentence|<sentence.dispositions"
_ACTION = "nc:ConditionDisciplinaryAction"
_SENTENCE = Record(
    "cdu:Sentence",
    _SENTENCED,
    (
        leaf("nc:ActivityDate", "imposed_at", when),
        each(
            "j:SentenceCondition",
            "conditions",
            leaf("nc:ActivityDescriptionText", "text"),
            leaf(f"{_ACTION}/nc:DisciplinaryActionFee/nc:ObligationDueAmount", "fee"),
            leaf(f"{_ACTION}/nc:DisciplinaryActionRestitution/nc:ObligationDueAmount", "restitution"),
        ),
        leaf("j:SentenceGroupingText", "grouping"),
        each(
            "j:SentenceTerm",
            "components",
            leaf("j:TermDuration", "term"),
            leaf("j:TermLifeIndicator", "life"),
            kind="confinement",
        ),
        leaf("cdu:SentenceDocketIdentification/nc:IdentificationID", "docket_number"),
    ),
    thing=True,
    most=1,
)
_ARREST = "<arrest.charges.charge_tracking_number=charge_tracking_number"


def _of(way: str) -> str:
    """Name the ways on from a disposition, or from those of a sentence."""
    return "|".join(f"{each}/{way}" for each in DISPOSED.split("|"))


_SUBJECT = f"subject|{_of(f'{_ARREST}/subject')}"
DISPOSITION = OutwardExchange(
    "ojbc-disposition-notification",
    ("disposition", "sentence"),
    ROOT,
    NOTIFICATION,
    (
        group(
            "notfm-ext:NotifyingCourtDispositionUpdate",
            SYSTEM,
            group(
                "cdu:CourtDispositionUpdate",
                # Whoever keeps histories files by the number under which the arrest began the cycle.
                Must(
                    leaf(
                        "cdu:CycleTrackingIdentification/nc:IdentificationID",
                        "|".join(map(_of, ("charge.cycle_tracking_number", f"{_ARREST}/arrest_number", _NUMBER))),
                        most=1,
                    )
                ),
                Each("j:Charge", disposed_charges, CHARGE, {}, needs=_of(_NUMBER), thing=True),
                _SENTENCE,
                thing(
                    "cdu:Disposition",
                    DISPOSED,
                    must("nc:DispositionDate", "disposed_at", when),
                    refer("cdu:DispositionCourtOrganizationReference", "court|case/court"),
                    leaf("cdu:DispositionIdentification/nc:IdentificationID", "number"),
                    leaf("cdu:DispositionDocketIdentification/nc:IdentificationID", "docket_number|case/docket_number"),
                ),
            ),
        ),
        thing("j:Person", _SUBJECT, *PERSON),
        thing("j:Organization", _of("court") + "|" + _of("case/court"), NAMED, ORI),
        tie(
            "j:PersonChargeAssociation",
            refer("nc:PersonReference", _SUBJECT),
            refer("j:ChargeReference", DISPOSED, "Charge"),
        ),
        tie(
            "j:ActivityChargeAssociation",
            refer("nc:ActivityReference", _SENTENCED),
            refer("j:ChargeReference", DISPOSED, "Charge"),
        ),
        inside(
            "notfm-doc:ChargeDispositionAssociation",
            DISPOSED,
            refer("j:ChargeReference", ".", "Charge"),
            refer("j:DispositionReference", ".", "Disposition"),
        ),
    ),
)

OUTWARD = (DISPOSITION,)
