"""Reads the text of an agreement, and finds all that keeps it from being signed: each with line, reason and remedy."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, structs

from comity.errors import Invalid
from comity.policy.agreement_checks import Fault, Setting, faults_between, faults_of
from comity.policy.agreement_lines import CLAUSE, Block, read_places
from comity.policy.agreements import Agreement, Precondition, Tier
from comity.policy.clauses import Clause, listed
from comity.policy.directory import Directory
from comity.policy.statutes import read_statutes

# What tomllib gives.
Table = dict[str, Any]
T = TypeVar("T")

LONGEST = 400_000
# Each is held against each other.
MOST_CLAUSES = 500

_PRECONDITION = "precondition"
_FEWEST = 2
_MEND = "Correct it; docs/reference/agreement.schema.json lists all that an agreement may say."
_LINE = re.compile(r"at line (\d+)")
_PATH = re.compile(r" - at `\$\.?([\w-]*)")
_FIELD = re.compile(r"field `([\w-]+)`")


class Problem(Struct, frozen=True, kw_only=True):
    """What keeps a text from being signed: the line, the clause where it is one's, the reason, and what to do."""

    line: int
    clause: str = ""
    reason: str
    remedy: str

    @property
    def said(self) -> str:
        """The problem as a person reads it."""
        where = f"line {self.line}, clause {self.clause}" if self.clause else f"line {self.line}"
        return f"{where}: {self.reason} {self.remedy}"


class Reading(Struct, frozen=True):
    """What a text comes to: the agreement, where all of it can be read, and everything that is wrong with it."""

    agreement: Agreement | None
    problems: tuple[Problem, ...]


def read_agreement(
    text: str, directory: Directory, kinds: frozenset[str], *, others: Sequence[Agreement] | None = None
) -> Agreement:
    """Read an agreement that may be signed; Invalid names every problem with its line, reason and remedy.

    ``others`` are the agreements that there are beside, each with its parties of now; None leaves them out of account.
    """
    reading = examine(text, directory, kinds, others=others)
    return _required(reading)


def examine(
    text: str, directory: Directory, kinds: frozenset[str], *, others: Sequence[Agreement] | None = None
) -> Reading:
    """Read a text and find all that is wrong with it, in the order of its lines."""
    draft = _Draft(text)
    if draft.head is not None:
        draft.check_head(directory, others)
        draft.check_clauses(_setting(draft.head, directory, kinds))
    return draft.reading()


def parse_agreement(text: str) -> Agreement:
    """Give the agreement that a text is, which was checked when it was drafted; Invalid when it is none."""
    return _required(_Draft(text).reading())


def _required(reading: Reading) -> Agreement:
    if reading.agreement is None or reading.problems:
        count = len(reading.problems)
        raise Invalid(
            "\n".join(problem.said for problem in reading.problems),
            remedy=f"Correct {'the problem' if count == 1 else f'the {count} problems'} and check the text again.",
            field=f"line {reading.problems[0].line}",
        )
    return reading.agreement


class _Draft:
    """A text part by part, so that one part that cannot be read does not hide what is wrong with the others."""

    def __init__(self, text: str) -> None:
        self._places = read_places(text)
        self._problems = list(_too_long(text))
        raw = self._parsed(text)
        read = not self._problems
        tables = _tables(raw.pop(CLAUSE, None)), _tables(raw.pop(_PRECONDITION, None))
        if len(tables[0]) > MOST_CLAUSES:
            remedy = f"Part it: an agreement has up to {MOST_CLAUSES} clauses."
            self._tell(self._places.head, Fault("", f"There are {len(tables[0])} clauses in it.", remedy))
            tables = [], []
        self.head = self._read(raw, Agreement, self._places.head) if read else None
        self._clauses = {
            number: clause
            for number, each in enumerate(tables[0])
            if (clause := self._read(listed(each), Clause, self._places.part(CLAUSE, number)))
        }
        self._conditions = {
            number: condition
            for number, each in enumerate(tables[1])
            if (condition := self._read(each, Precondition, self._places.part(_PRECONDITION, number)))
        }
        self._whole = not self._problems

    def reading(self) -> Reading:
        """Give what the text came to."""
        agreement = None
        if self._whole and self.head is not None:
            agreement = structs.replace(
                self.head, clauses=tuple(self._clauses.values()), preconditions=tuple(self._conditions.values())
            )
        return Reading(agreement, tuple(sorted(self._problems, key=lambda problem: problem.line)))

    def check_head(self, directory: Directory, others: Sequence[Agreement] | None) -> None:
        """Find what is wrong with all but the clauses."""
        if self.head is None:
            return
        for fault in _head_faults(self.head, directory, others):
            self._tell(self._places.head, fault)
        for number, condition in self._conditions.items():
            for fault in _condition_faults(condition, self.head):
                self._tell(self._places.part(_PRECONDITION, number), fault)
        if not self._clauses and self._whole:
            self._tell(self._places.head, Fault("", "There is no clause in it.", "Write at least one [[clause]]."))

    def check_clauses(self, setting: Setting) -> None:
        """Find what is wrong with the clauses."""
        for number, clause in self._clauses.items():
            for fault in faults_of(clause, setting):
                self._tell(self._places.part(CLAUSE, number), fault, clause.id)
        numbers, clauses = list(self._clauses), list(self._clauses.values())
        for index, fault in faults_between(clauses, setting):
            self._tell(self._places.part(CLAUSE, numbers[index]), fault, clauses[index].id)

    def _tell(self, block: Block, fault: Fault, clause: str = "") -> None:
        line = block.line_of(fault.key)
        self._problems.append(Problem(line=line, clause=clause, reason=fault.reason, remedy=fault.remedy))

    def _parsed(self, text: str) -> Table:
        if self._problems:
            return {}
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as wrong:
            # Beside its own errors, tomllib lets numbers of thousands of digits and endless brackets fault.
            found = _LINE.search(str(wrong))
            line = int(found[1]) if found else text.count("\n") + 1
            self._problems.append(
                Problem(line=line, reason=f"This is not TOML: {wrong}.", remedy="Correct the line and those above it.")
            )
            return {}

    def _read(self, raw: Table, shape: type[T], block: Block) -> T | None:
        try:
            return msgspec.convert(raw, shape)
        except msgspec.ValidationError as wrong:
            said = str(wrong)
            found = _PATH.search(said) or _FIELD.search(said)
            place = said[said.index(" - at ") :].strip(" -") if " - at " in said else ""
            reason = f"{said.partition(' - at ')[0]}{f' ({place})' if place else ''}."
            clause = str(raw.get("id", "")) if shape is Clause else ""
            self._tell(block, Fault(found[1] if found else "", reason, _MEND), clause)
            return None


def _tables(value: object) -> list[Table]:
    """Give the parts that a text writes more than once; a single one written as a table is one too."""
    found = value if isinstance(value, list) else [] if value is None else [value]
    return [each if isinstance(each, dict) else {"id": str(each)} for each in found]


def _setting(agreement: Agreement, directory: Directory, kinds: frozenset[str]) -> Setting:
    return Setting(
        directory=directory,
        parties=agreement.parties,
        kinds=kinds,
        statutes=tuple(rule for profile in _profiles(agreement, directory) for rule in read_statutes(profile)),
        authority_required=agreement.authority_required,
    )


def _profiles(agreement: Agreement, directory: Directory) -> list[str]:
    """Give the jurisdictions of the parties, sorted."""
    return sorted({directory.agency[key].profile for key in agreement.parties if key in directory.agency})


def _too_long(text: str) -> Iterator[Problem]:
    if len(text) > LONGEST:
        remedy = "Part it: a memorandum, and data sharing agreements under it."
        yield Problem(line=1, reason=f"The text has more than {LONGEST} characters.", remedy=remedy)


def _head_faults(agreement: Agreement, directory: Directory, others: Sequence[Agreement] | None) -> Iterator[Fault]:
    for key in agreement.parties:
        if key not in directory.agency:
            yield Fault("parties", f"There is no agency {key!r}.", f"Known: {', '.join(sorted(directory.agency))}.")
    if len(agreement.parties) < _FEWEST or len(set(agreement.parties)) < len(agreement.parties):
        yield Fault("parties", "An agreement has two parties or more, each named once.", "Name them by their keys.")
    profiles = _profiles(agreement, directory)
    if profiles and agreement.profile not in profiles:
        remedy = f"Name one of: {', '.join(profiles)}."
        yield Fault("profile", f"No party is of the jurisdiction {agreement.profile!r}.", remedy)
    if agreement.expires <= agreement.begins:
        yield Fault("expires", "It expires before it begins.", "Correct begins or expires: it ends as that day begins.")
    if agreement.tier is Tier.MOU and agreement.under:
        yield Fault("under", "A memorandum stands under nothing.", "Leave under out, or correct the tier.")
    if agreement.tier is Tier.DUL and not agreement.under:
        yield Fault("tier", "A data use license names the data sharing agreement it is under.", "Name it in under.")
    if others is not None:
        yield from _tier_faults(agreement, {other.key: other for other in others})


def _tier_faults(agreement: Agreement, others: dict[str, Agreement]) -> Iterator[Fault]:
    for key in agreement.under:
        higher = others.get(key)
        if higher is None:
            yield Fault("under", f"There is no agreement {key!r}.", "Draft it first, or correct its key.")
            continue
        if higher.tier.rank >= agreement.tier.rank:
            yield Fault("under", f"{key} is a {higher.tier}, no higher than this.", "Name one of a higher tier.")
        outside = [party for party in agreement.parties if party not in higher.parties]
        if outside:
            remedy = f"Let them join {key} first, or leave them out here."
            yield Fault("parties", f"{', '.join(outside)} is no party of {key}, which this stands under.", remedy)
    wanted = {Tier.DUL: Tier.DSA}.get(agreement.tier)
    if wanted and not any(others[key].tier is wanted for key in agreement.under if key in others):
        yield Fault("under", f"It names no {wanted}.", f"Name the {wanted} that it is under.")


def _condition_faults(condition: Precondition, agreement: Agreement) -> Iterator[Fault]:
    if bool(condition.certificate) == bool(condition.attestation):
        yield Fault("", "A precondition is exactly one of certificate and attestation.", "Give one of them.")
    if condition.party and condition.party not in agreement.parties:
        yield Fault("party", f"{condition.party!r} is no party.", f"Name one of {', '.join(agreement.parties)}.")
