"""Records as a reader sees them, as literals: a small case of Ada's, step by step."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from comity.acts.viewing import View
from comity.desks.awaiting import Here
from comity.desks.deadlines import CONCERNED
from comity.records.pillars import Pillar
from comity.records.profiles import profile

_SPACE = UUID("7b0c8a3e-51b5-4ac8-9d3d-7f6d8f1f0a11")
RECORDED = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
PILLARS: Mapping[str, Pillar] = {
    "hart-pd": Pillar.POLICE, "hart-da": Pillar.PROSECUTION, "hart-court": Pillar.COURT, "hart-jail": Pillar.JAIL,
    "hart-lab": Pillar.LABORATORY,
}  # fmt: skip
OWNERS = {
    "arrest": "hart-pd", "incident": "hart-pd", "charge-referral": "hart-pd", "person": "hart-pd", "exhibit": "hart-pd",
    "lab-request": "hart-pd", "warrant-return": "hart-pd", "involvement": "hart-pd", "diary-entry": "hart-pd",
    "charging-decision": "hart-da", "court-case": "hart-court", "hearing": "hart-court", "court-order": "hart-court",
    "disposition": "hart-court", "sentence": "hart-court", "warrant": "hart-court", "booking": "hart-jail",
    "release": "hart-jail", "custody-movement": "hart-jail", "commitment": "hart-jail", "lab-report": "hart-lab",
}  # fmt: skip
FIRST, SECOND = "HPD-1-001", "HPD-1-002"


def id_of(name: str) -> UUID:
    """Give the id of a record by a name that only tests know."""
    return uuid5(_SPACE, name)


def seen(kind: str, name: str, /, *, at: datetime = RECORDED, owner: str = "", **fields: Any) -> View:
    """See a record; what refers to others names them as ``id_of`` does."""
    by = owner or OWNERS[kind]
    return View(0, id_of(name), kind, by, 1, at, "lee", _plain(fields), (), ("9.1",), 31)


def here(at: datetime, *, hidden: frozenset[str] = frozenset()) -> Here:
    """Look at a case at a time, as somebody who sees all kinds but some."""
    telling = frozenset((kind, owner) for kind in CONCERNED - hidden for owner in PILLARS)
    return Here({key: profile("us") for key in PILLARS}, PILLARS, telling, at)


def arrested() -> list[View]:
    """Give Ada's arrest on two charges, its incident, and herself."""
    return [
        seen("person", "ada", names=[{"given_name": "Ada", "surname": "Quill"}]),
        seen("incident", "incident", registered_at="2026-03-02T13:00:00Z", incident_number="I-1", offenses=["220"]),
        seen(
            "arrest", "arrest", arrest_number="HPD-1", incident=id_of("incident"), subject=id_of("ada"), officer="lee",
            occurred_at="2026-03-02T14:00:00Z", ground="probable-cause",
            charges=[
                {"charge_tracking_number": FIRST, "offense": "220"},
                {"charge_tracking_number": SECOND, "offense": "240", "text": "Took a car."},
            ],
        ),
    ]  # fmt: skip


def referred() -> list[View]:
    """Give the referral of the arrest."""
    accused = [{"serial": 1, "person": id_of("ada"), "arrest": id_of("arrest")}]
    fields: dict[str, Any] = {
        "incident": id_of("incident"),
        "outcome": "charges-referred",
        "referred_at": "2026-03-02T15:00:00Z",
    }
    return [*arrested(), seen("charge-referral", "referral", accused=accused, referral_number="R-1", **fields)]


def decided() -> list[View]:
    """Give the decision: the first charge is amended, the second declined."""
    choices = [
        {"charge_tracking_number": FIRST, "choice": "amend", "reason": "Less.", "amended": {"offense": "290"}},
        {"charge_tracking_number": SECOND, "choice": "decline", "reason": "No proof."},
    ]
    fields: dict[str, Any] = {"referral": id_of("referral"), "decided_at": "2026-03-03T09:00:00Z", "prosecutor": "pat"}
    return [*referred(), seen("charging-decision", "decision", choices=choices, **fields)]


def docketed() -> list[View]:
    """Give the case with a hearing."""
    parties = [{"role": "defendant", "person": id_of("ada")}]
    return [
        *decided(),
        seen(
            "court-case", "case", case_number="26-CR-7", charging_decision=id_of("decision"), parties=parties,
            docketed_at="2026-03-03T10:00:00Z", judge="cole", title="People v. Quill",
        ),
        seen(
            "hearing", "hearing", case=id_of("case"), starts_at="2026-03-04T09:00:00-05:00", courtroom="2",
            category_text="Arraignment", pleas=[{"charge_tracking_number": FIRST, "plea": "not guilty"}],
            appearances=[{"person": id_of("ada"), "present": True}],
        ),
    ]  # fmt: skip


def sentenced() -> list[View]:
    """Give the ending and the sentence."""
    components = [{"kind": "confinement", "term": "P6M"}, {"kind": "fine", "amount": "200"}]
    return [
        *docketed(),
        seen(
            "disposition", "disposition", case=id_of("case"), charge_tracking_number=FIRST, ending="convicted",
            disposed_at="2026-04-01",
        ),
        seen(
            "sentence", "sentence", dispositions=[id_of("disposition")], imposed_at="2026-04-02T10:00:00Z",
            sentence_number="S-1", components=components,
        ),
    ]  # fmt: skip


def _plain(value: Any) -> Any:
    """Write ids as the record does."""
    match value:
        case UUID():
            return str(value)
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case _:
            return value
