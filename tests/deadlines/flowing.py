"""Ada's case entered step by step, each step when a test wants it, so that any one may be left out."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.deadlines.conftest import Town


@dataclass
class Case:
    """The steps of one case, with the ids of what was entered."""

    town: Town
    ada: UUID
    incident: UUID
    arrest: UUID
    numbers: list[str]

    async def refer(self, **more: Any) -> UUID:
        """Refer both charges, unless told otherwise."""
        fields = {
            "incident": self.incident,
            "outcome": "charges-referred",
            "referred_at": "2026-03-02T15:00:00Z",
            "accused": [{"serial": 1, "person": self.ada, "arrest": self.arrest}],
            **more,
        }
        return await self.town.enter("lee", "charge-referral", **fields)

    async def decide(self, referral: UUID, *choices: str, **more: Any) -> UUID:
        """Decide on the charges, in their order: to file each unless told otherwise."""
        said = [
            {
                "charge_tracking_number": number,
                "choice": choice,
                **({"reason": "No proof."} if choice == "decline" else {}),
            }
            for number, choice in zip(self.numbers, choices or ("file", "file"), strict=False)
        ]
        return await self.town.enter(
            "pat", "charging-decision", referral=referral, decided_at="2026-03-02T15:00:00Z", choices=said,
            prosecutor="pat", **more,
        )  # fmt: skip

    async def docket(self, decision: UUID, **more: Any) -> UUID:
        """Docket the case."""
        parties = [{"role": "defendant", "person": self.ada}]
        return await self.town.enter(
            "clark", "court-case", charging_decision=decision, docketed_at="2026-03-02T15:00:00Z", parties=parties,
            **more,
        )  # fmt: skip

    async def order(self, kind: str = "release", **more: Any) -> UUID:
        """Have the court order something about the person."""
        fields = {"subject": self.ada, "issued_at": "2026-03-02T15:00:00Z", "judge": "cole", **more}
        return await self.town.enter("clark", "court-order", kind=kind, **fields)

    async def book(self, **more: Any) -> UUID:
        """Book the person."""
        fields = {"arrest": self.arrest, "booked_at": "2026-03-02T14:30:00Z", "health": {}, **more}
        return await self.town.enter("jo", "booking", **fields)


async def arrested(town: Town, *, by: str = "lee", **more: Any) -> Case:
    """Have Ada arrested on two charges, by an officer who is not the one designated to investigate."""
    ada = await town.enter(by, "person", names=[{"given_name": "Ada", "surname": "Quill"}])
    incident = await town.enter(
        by, "incident", registered_at="2026-03-02T13:00:00Z", investigating_officer=by, offenses=["220"],
        narrative="A window was broken.",
    )  # fmt: skip
    arrest = await town.enter(
        by, "arrest", incident=incident, subject=ada, occurred_at="2026-03-02T14:00:00Z", ground="probable-cause",
        charges=[{"offense": "220"}, {"offense": "240"}], officer=by, **more,
    )  # fmt: skip
    return Case(town, ada, incident, arrest, await town.numbers(arrest) if by == "lee" else [])
