"""Who acts, for which agency and for which purpose: checked once, then carried through every act."""

from datetime import datetime, timedelta

from msgspec import Struct

from comity.errors import Refused
from comity.policy.directory import Agency, Directory, Member


class Session(Struct, frozen=True, kw_only=True):
    """An actor at work: a member of an agency, for a purpose such as ``investigation/2026-0417``.

    ``second_factor`` tells whether they signed in with two factors; ``emergency`` is the emergency that they state, in
    words, or "".
    """

    agency: Agency
    member: Member
    purpose: str
    second_factor: bool = False
    emergency: str = ""

    @property
    def purpose_name(self) -> str:
        """The purpose without its case, as clauses name it."""
        return self.purpose.partition("/")[0]


class Profile(Struct, frozen=True):
    """What policy looks at in a session; sessions with the same profile get the same masks."""

    agency: str
    roles: tuple[str, ...]
    purpose: str
    certificates: tuple[str, ...] = ()
    second_factor: bool = False
    emergency: bool = False


def profile_of(session: Session, certificates: tuple[str, ...]) -> Profile:
    """Give the profile of a session whose member holds some valid training certificates (sorted)."""
    return Profile(
        session.agency.key,
        tuple(sorted(session.member.roles)),
        session.purpose_name,
        certificates,
        session.second_factor,
        bool(session.emergency),
    )


PURPOSES = {
    "patrol": "Respond to what is reported.",
    "investigation": "Find out what happened and who did it.",
    "forensics": "Examine exhibits.",
    "prosecution": "Decide on charges and bring them to court.",
    "adjudication": "Hear and decide cases.",
    "custody": "Hold and release people safely and lawfully.",
    "supervision": "Supervise people in the community.",
    "identification": "Say who somebody is, and keep the criminal history.",
    "victim-services": "Support victims and tell them what concerns them.",
    "care": "Treat people.",
    "human-services": "Plan services for people and refer them.",
    "legal-proceedings": "Use in proceedings against the person whom the record is about.",
    "inquiry": "Answer an employer, a licensing body or whoever else asks about a person.",
    "presentence": "Prepare a report for a court before it sentences.",
    "police-hiring": "Consider somebody for a position in a law enforcement agency.",
    "national-security": "Consider somebody for a position that affects national security.",
    "victim-inquiry": "Tell a victim, or a victim's family, the final disposition.",
    "oversight": "Check how the record is used.",
    "administration": "Run the platform.",
}

# Two places at once within this time is one credential in two hands.
SHARED_WITHIN = timedelta(seconds=60)


def open_session(
    directory: Directory,
    agency: str,
    member: str,
    purpose: str,
    *,
    second_factor: bool | None = None,
    emergency: str = "",
) -> Session:
    """Give the session of a member of an agency; Refused when they are not one, or name no known purpose.

    ``second_factor`` tells whether they signed in with two factors; None where nobody knows, which counts as no.
    """
    person = directory.member.get(member)
    if person is None or person.agency != agency or agency not in directory.agency:
        raise Refused("This account is no member of this agency.", remedy="Ask your agency's administrator for access.")
    session = Session(
        agency=directory.agency[agency],
        member=person,
        purpose=purpose,
        second_factor=bool(second_factor),
        emergency=emergency,
    )
    if session.purpose_name not in PURPOSES:
        raise Refused(
            f"{purpose!r} is not a purpose.", remedy=f"Name one of: {', '.join(PURPOSES)}.", field="Comity-Purpose"
        )
    return session


def no_action_by_account_of_officer_on_leave(session: Session, now: datetime) -> None:
    """Refuse what is done in the name of somebody who is away."""
    if any(leave.first <= now.date() <= leave.last for leave in session.member.leave):
        raise Refused(
            "The account's holder is on leave today.",
            rule="no_action_by_account_of_officer_on_leave",
            remedy="Act under your own account, or have the leave ended by your administrator.",
        )


def shared_credential_detection(last_address: str, last_at: datetime, address: str, now: datetime) -> bool:
    """Tell whether one account acts from two addresses so shortly after each other that two people hold it."""
    return bool(last_address) and address != last_address and now - last_at < SHARED_WITHIN
