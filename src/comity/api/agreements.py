"""Agreements over HTTP: the public register, drafting and checking texts, and the steps that signatories take."""

import re
from datetime import date, datetime

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts import agree
from comity.acts.matrix import matrix
from comity.acts.register import Register, register
from comity.acts.steps import Placed, Text
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import queried, require_acceptable
from comity.api.bodies import JSON
from comity.api.front import Front
from comity.api.problems import MALFORMED, Turned
from comity.api.receiving import asked, received
from comity.errors import Absent
from comity.policy.agreement_story import Taken
from comity.policy.agreements import Tier, rules_hash, text_hash
from comity.policy.lifecycle import Standing, State
from comity.policy.ruling import RuleTold, rule_told
from comity.policy.sessions import Session
from comity.records.governance.agreement_step import Step

KEY_PATTERN = r"[a-z0-9][a-z0-9-]{0,62}"
MOMENT_PATTERN = r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z"

_LARGEST = 1024 * 1024


class AgreementText(Struct, frozen=True, forbid_unknown_fields=True):
    """The text of an agreement, in TOML."""

    text: str


class StepWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A step to take on the text of these digests, for the agency of whoever asks."""

    step: Step
    text_hash: str
    rules_hash: str
    party: str = ""
    attested: str = ""
    reason: str = ""


class TextProblem(Struct, frozen=True):
    """What keeps a text from being signed."""

    line: int
    clause: str
    reason: str
    remedy: str


class TextChecked(Struct, frozen=True):
    """What a text comes to; ``rules_hash`` is empty where it cannot be read."""

    text_hash: str
    rules_hash: str
    problems: tuple[TextProblem, ...]


class AgreementStanding(Struct, frozen=True):
    """Where an agreement stands: the version that counts, its parties now, and why it is not active."""

    key: str
    title: str
    tier: Tier
    version: int
    newest: int
    state: State
    parties: tuple[str, ...]
    signed: tuple[str, ...]
    reasons: tuple[str, ...]
    begins: date
    expires: date
    text_hash: str
    rules_hash: str


class AgreementPlaced(Struct, frozen=True):
    """What an act about an agreement came to: its place in the log, and where the agreement stands from there on."""

    seq: int
    replayed: bool
    standing: AgreementStanding


class StepTaken(Struct, frozen=True):
    """A step that was taken, by whom and when."""

    seq: int
    at: datetime
    agency: str
    member: str
    step: Step
    version: int
    party: str
    attested: str
    reason: str


class AgreementTold(Struct, frozen=True):
    """An agreement with the text of the version that counts, and all that was done about it."""

    standing: AgreementStanding
    text: str
    steps: tuple[StepTaken, ...]


class AgreementsTold(Struct, frozen=True):
    """Every agreement, by its key."""

    items: tuple[AgreementStanding, ...]


class MatrixShown(Struct, frozen=True):
    """Every rule in force, as rows."""

    rules: tuple[RuleTold, ...]


async def every(front: Front, request: Request) -> Response:
    """Give every agreement and where it stands."""
    await asked(front, request)
    known = await register(front.node)
    return json_answer(AgreementsTold(tuple(standing_told(each) for each in known.standing.values())))


async def one(front: Front, request: Request) -> Response:
    """Give one agreement with its text and its steps."""
    await asked(front, request)
    return json_answer(agreement_told(await register(front.node), request.path_params["key"]))


async def draft(front: Front, request: Request) -> Response:
    """Enter a text for its parties to sign; the same text again gives the same entry, so it needs no key."""
    session = await front.session(request)
    wanted = await received(request, AgreementText, _LARGEST)
    placed = await agree.draft(front.node, session, wanted.text)
    headers = {"Location": f"/v1/agreements/{placed.standing.key}", **PRIVATE}
    return json_answer(placed_told(placed), status=201, headers=headers)


async def check(front: Front, request: Request) -> Response:
    """Say everything that is wrong with a text; nothing is entered."""
    await front.session(request)
    text = (await received(request, AgreementText, _LARGEST)).text
    reading = await agree.check(front.node, text)
    rules = rules_hash(reading.agreement) if reading.agreement else ""
    found = tuple(TextProblem(each.line, each.clause, each.reason, each.remedy) for each in reading.problems)
    return json_answer(TextChecked(text_hash(text), rules, found))


async def step(front: Front, request: Request) -> Response:
    """Take a step; taken again it changes nothing more, so it needs no key."""
    session = await front.session(request)
    wanted = await received(request, StepWanted, _LARGEST)
    placed = await _take(front, session, request.path_params["key"], wanted)
    return json_answer(placed_told(placed), status=201)


async def whole_matrix(front: Front, request: Request) -> Response:
    """Give the whole data sharing matrix, now or as it stood."""
    await front.session(request)
    query = queried(request, ("at",))
    require_acceptable(request, JSON)
    found = await matrix(front.node, _moment(query["at"]) if "at" in query else None)
    return json_answer(MatrixShown(tuple(rule_told(rule) for rule in found.rules)))


async def _take(front: Front, session: Session, key: str, wanted: StepWanted) -> Placed:
    text = Text(key, wanted.text_hash, wanted.rules_hash)
    match wanted.step:
        case Step.SIGN:
            return await agree.sign(front.node, session, text)
        case Step.ACTIVATE:
            return await agree.activate(front.node, session, text)
        case Step.ATTEST:
            return await agree.attest(front.node, session, text, wanted.attested)
        case Step.JOIN:
            return await agree.join(front.node, session, text, wanted.party)
        case _:
            return await _object(front, session, key, wanted)


async def _object(front: Front, session: Session, key: str, wanted: StepWanted) -> Placed:
    match wanted.step:
        case Step.SUSPEND:
            return await agree.suspend(front.node, session, key, wanted.reason)
        case Step.RESUME:
            return await agree.resume(front.node, session, key)
        case Step.LEAVE:
            return await agree.leave(front.node, session, key, wanted.reason)
        case _:
            return await agree.end(front.node, session, key)


def _moment(text: str) -> datetime:
    if not re.fullmatch(MOMENT_PATTERN, text):
        raise Turned(MALFORMED, "at is no moment.", remedy="Write it as 2026-11-22T04:00:00Z.", field="at")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Absent("There was no such moment.", remedy="Correct the day or the hour.") from None


def agreement_told(known: Register, key: str) -> AgreementTold:
    """Tell of one agreement with its text and its steps; Absent when there is none of this key."""
    standing = known.of(key)
    text = known.texts[key, standing.version.agreement.version]
    return AgreementTold(standing_told(standing), text, tuple(_step(each) for each in known.steps_on(key)))


def standing_told(standing: Standing) -> AgreementStanding:
    """Tell where an agreement stands."""
    version = standing.version
    agreement = version.agreement
    return AgreementStanding(
        standing.key,
        agreement.title,
        agreement.tier,
        agreement.version,
        standing.newest,
        standing.state,
        standing.parties,
        standing.signed,
        standing.reasons,
        agreement.begins,
        agreement.expires,
        version.text_hash,
        version.rules_hash,
    )


def _step(taken: Taken) -> StepTaken:
    return StepTaken(
        taken.seq,
        taken.at,
        taken.agency,
        taken.member,
        taken.step,
        taken.version,
        taken.party,
        taken.attested,
        taken.reason,
    )


def placed_told(placed: Placed) -> AgreementPlaced:
    """Tell what an act about an agreement came to."""
    return AgreementPlaced(placed.entry.seq, placed.entry.replayed, standing_told(placed.standing))
