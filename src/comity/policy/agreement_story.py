"""What has happened to an agreement, step by step in the order of the log: who signed what, joined or left."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from msgspec import Struct

from comity.policy.agreements import Agreement, Joinder
from comity.records.governance.agreement_step import Step


class Version(Struct, frozen=True):
    """A text of an agreement at its place in the log, with the two digests that its parties sign."""

    agreement: Agreement
    text_hash: str
    rules_hash: str
    seq: int


class Taken(Struct, frozen=True, kw_only=True):
    """A step that a signatory of an agency took, at its place in the log; the fields are those of ``AgreementStep``."""

    key: str
    version: int
    step: Step
    agency: str
    member: str
    at: datetime
    seq: int
    text_hash: str
    rules_hash: str
    party: str = ""
    attested: str = ""
    reason: str = ""


def begins_at(day: date) -> datetime:
    """Give the moment at which a day begins, at midnight UTC."""
    return datetime.combine(day, time(), UTC)


class Story:
    """What has happened to one agreement so far, and who may still do what about it."""

    def __init__(self) -> None:
        self.versions: dict[int, Version] = {}
        self.signed: dict[int, set[str]] = {}
        self.activated: list[int] = []
        self.attested: set[tuple[int, str, str]] = set()
        self.suspended: dict[str, str] = {}
        self.ending: set[str] = set()
        self._wished: dict[tuple[int, str], set[str]] = {}
        self._joined: dict[int, list[str]] = {}
        self._left: dict[str, int] = {}

    def drafted(self, version: Version) -> None:
        """Take note of a new text; of each number, the first counts."""
        number = version.agreement.version
        if number not in self.versions:
            self.versions[number] = version
            self.signed[number] = set()

    def take(self, step: Taken) -> None:
        """Take note of a step; one on another text, or by whom it is not for, changes nothing."""
        if not self.may_take(step):
            return
        match step.step:
            case Step.SIGN:
                self.signed[step.version].add(step.agency)
            case Step.ATTEST:
                self.attested.add((step.version, step.agency, step.attested))
            case Step.ACTIVATE:
                self._activate(step.version)
            case Step.SUSPEND:
                self.suspended[step.agency] = step.reason
            case Step.RESUME:
                self.suspended.pop(step.agency, None)
            case Step.JOIN:
                self._join(step)
            case Step.LEAVE:
                self._leave(step)
            case Step.END:
                self.ending.add(step.agency)

    def may_take(self, step: Taken) -> bool:
        """Tell whether a step is on a text as it was drafted, by an agency that it is for."""
        version = self.versions.get(step.version)
        if version is None or (step.text_hash, step.rules_hash) != (version.text_hash, version.rules_hash):
            return False
        if step.step is Step.JOIN:
            return step.party not in self.parties_of(step.version) and (
                step.agency == step.party or step.agency in self.parties_of(step.version)
            )
        # Whom only a draft names has no say over what others have in force.
        bound = self.bound or step.version
        asked = step.version if step.step in (Step.SIGN, Step.ATTEST, Step.ACTIVATE, Step.LEAVE) else bound
        return step.agency in self.parties_of(asked)

    @property
    def bound(self) -> int | None:
        """The newest version that was activated; None before any was."""
        return max(self.activated, default=None)

    def counting(self, now: datetime) -> int:
        """Give the version that counts: the newest that was activated and has begun, else the newest of all."""
        begun = [n for n in self.activated if begins_at(self.versions[n].agreement.begins) <= now]
        return max(begun or self.activated or self.versions)

    def parties_of(self, number: int) -> tuple[str, ...]:
        """Give the parties of a version: those that its text names and that joined, but for those that left."""
        version = self.versions[number]
        stayed = (party for party in version.agreement.parties if self._left.get(party, -1) < version.seq)
        return tuple(dict.fromkeys((*stayed, *self._joined.get(number, ()))))

    def unsigned(self, number: int) -> tuple[str, ...]:
        """Give the parties of a version that have yet to sign it."""
        return tuple(party for party in self.parties_of(number) if party not in self.signed[number])

    def _activate(self, number: int) -> None:
        if number not in self.activated and not self.unsigned(number):
            self.activated.append(number)

    def _join(self, step: Taken) -> None:
        number, parties = step.version, self.parties_of(step.version)
        wished = self._wished.setdefault((number, step.party), set())
        wished.add(step.agency)
        agreed = len(wished.intersection(parties))
        majority = self.versions[number].agreement.joinder is Joinder.MAJORITY
        enough = agreed * 2 > len(parties) if majority else agreed == len(parties)
        if step.party in wished and enough:
            self._joined.setdefault(number, []).append(step.party)
            self.signed[number].add(step.party)

    def _leave(self, step: Taken) -> None:
        self._left[step.agency] = step.seq
        self.suspended.pop(step.agency, None)
        for joined in self._joined.values():
            if step.agency in joined:
                joined.remove(step.agency)
        for signed in self.signed.values():
            signed.discard(step.agency)
        for wished in self._wished.values():
            wished.discard(step.agency)


def story_of(versions: Iterable[Version], steps: Iterable[Taken]) -> Story:
    """Tell what has happened to one agreement, from all of its texts and the steps taken on them."""
    story = Story()
    events: list[Version | Taken] = [*versions, *steps]
    for event in sorted(events, key=lambda event: event.seq):
        if isinstance(event, Version):
            story.drafted(event)
        else:
            story.take(event)
    return story
