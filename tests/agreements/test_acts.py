"""What signatories and drafters do about an agreement on a node, and what nobody can."""

import asyncio

import pytest

from comity.acts.agree import activate, attest, check, draft, end, join, leave, resume, sign, suspend
from comity.acts.register import register
from comity.acts.steps import Placed, Text
from comity.errors import Absent, Conflict, Invalid, Refused
from comity.following.running import App
from comity.policy.lifecycle import State
from comity.policy.sessions import Session, open_session
from comity.store.node import Node
from tests.agreements.texts import BARS, HEAD, SHOWS, TEXT, WORLD

pytestmark = pytest.mark.anyio

PEOPLE = """
[[member]]
key = "adam"
name = "Adam"
agency = "hart-jail"
roles = ["administrator", "signatory"]

[[member]]
key = "ash"
name = "Ash"
agency = "hart-jail"
roles = ["signatory"]
leave = [{ first = 2000-01-01, last = 2999-12-31 }]
"""


@pytest.fixture
async def agreeing(app: App) -> Node:
    """A node on which agencies agree."""
    await app.node.directories.activate(WORLD + PEOPLE)
    return app.node


def of(node: Node, agency: str, role: str = "signatory") -> Session:
    """Give the session of the signatory or the drafter of an agency."""
    return open_session(node.directory, agency, f"{agency}-{role}", "administration")


def text_of(placed: Placed) -> Text:
    version = placed.standing.version
    return Text(version.agreement.key, version.text_hash, version.rules_hash)


async def activated(node: Node, text: str = TEXT, parties: tuple[str, ...] = ("hart-jail", "hart-court")) -> Placed:
    """Draft a text, have all sign and the first activate it."""
    drafted = await draft(node, of(node, parties[0], "drafter"), text)
    for party in parties:
        await sign(node, of(node, party), text_of(drafted))
    return await activate(node, of(node, parties[0]), text_of(drafted))


async def test_an_agreement_is_drafted_signed_by_each_and_put_in_force(agreeing: Node) -> None:
    drafted = await draft(agreeing, of(agreeing, "hart-jail", "drafter"), TEXT)
    assert drafted.standing.state is State.DRAFT
    first = await sign(agreeing, of(agreeing, "hart-jail"), text_of(drafted))
    assert first.standing.unsigned == ("hart-court",)
    await sign(agreeing, of(agreeing, "hart-court"), text_of(drafted))
    done = await activate(agreeing, of(agreeing, "hart-court"), text_of(drafted))
    assert done.standing.state is State.ACTIVE
    assert done.entry.seq > first.entry.seq > drafted.entry.seq
    steps = (await register(agreeing)).steps_on("jail-court")
    assert [(step.step, step.agency, step.member) for step in steps] == [
        ("sign", "hart-jail", "hart-jail-signatory"),
        ("sign", "hart-court", "hart-court-signatory"),
        ("activate", "hart-court", "hart-court-signatory"),
    ]
    assert all(step.text_hash == done.standing.version.text_hash for step in steps)


async def test_a_text_with_problems_is_not_drafted_and_all_are_told(agreeing: Node) -> None:
    wrong = TEXT.replace('"release"', '"releese"').replace('id = "2"', 'id = "1"')
    with pytest.raises(Invalid, match=r"line 17.*\n.*line 22"):
        await draft(agreeing, of(agreeing, "hart-jail", "drafter"), wrong)
    assert len((await check(agreeing, wrong)).problems) == 2
    assert (await register(agreeing)).standing == {}


async def test_a_signature_over_another_text_is_refused(agreeing: Node) -> None:
    drafted = text_of(await draft(agreeing, of(agreeing, "hart-jail"), TEXT))
    for other in (
        Text(drafted.key, "0" * 64, drafted.rules_hash),
        Text(drafted.key, drafted.text_hash, "0" * 64),
    ):
        with pytest.raises(Refused) as refused:
            await sign(agreeing, of(agreeing, "hart-court"), other)
        assert refused.value.rule == "signed_is_what_was_drafted"
        assert drafted.text_hash in refused.value.remedy
    with pytest.raises(Absent):
        await sign(agreeing, of(agreeing, "hart-court"), Text("no-such", "0" * 64, "0" * 64))


async def test_only_a_signatory_of_a_party_acts_and_an_administrator_never(agreeing: Node) -> None:
    drafted = text_of(await draft(agreeing, of(agreeing, "hart-jail"), TEXT))
    adam = open_session(agreeing.directory, "hart-jail", "adam", "administration")
    for session, rule in (
        (of(agreeing, "hart-court", "drafter"), "signatories_act_for_their_agency"),
        (of(agreeing, "hart-pd"), "steps_are_for_parties"),
        (adam, "administrators_have_no_say"),
        (
            open_session(agreeing.directory, "hart-jail", "ash", "administration"),
            "no_action_by_account_of_officer_on_leave",
        ),
    ):
        with pytest.raises(Refused) as refused:
            await sign(agreeing, session, drafted)
        assert refused.value.rule == rule
    with pytest.raises(Refused, match="no say"):
        await draft(agreeing, adam, TEXT)
    with pytest.raises(Refused) as refused:
        await draft(agreeing, of(agreeing, "hart-pd", "drafter"), TEXT.replace("jail-court", "other"))
    assert refused.value.rule == "parties_draft"
    with pytest.raises(Refused):
        await suspend(agreeing, of(agreeing, "hart-pd"), "jail-court", "Not my business.")


async def test_nobody_signs_for_two_parties(agreeing: Node) -> None:
    drafted = text_of(await draft(agreeing, of(agreeing, "hart-jail"), TEXT))
    await sign(agreeing, of(agreeing, "hart-jail"), drafted)
    moved = WORLD.replace(
        'name = "Signatory of hart-jail"\nagency = "hart-jail"',
        'name = "Signatory of hart-jail"\nagency = "hart-court"',
    )
    await agreeing.directories.activate(moved)
    with pytest.raises(Refused) as refused:
        await sign(
            agreeing, open_session(agreeing.directory, "hart-court", "hart-jail-signatory", "oversight"), drafted
        )
    assert refused.value.rule == "nobody_signs_for_two_parties"


async def test_what_is_not_signed_by_all_or_lacks_a_precondition_is_not_activated(agreeing: Node) -> None:
    text = HEAD + '[[precondition]]\nattestation = "security-review"\nparty = "hart-court"\n' + SHOWS
    drafted = text_of(await draft(agreeing, of(agreeing, "hart-jail"), text))
    await sign(agreeing, of(agreeing, "hart-jail"), drafted)
    with pytest.raises(Refused, match="hart-court has not signed version 1"):
        await activate(agreeing, of(agreeing, "hart-jail"), drafted)
    await sign(agreeing, of(agreeing, "hart-court"), drafted)
    with pytest.raises(Refused, match="hart-court has not attested security-review"):
        await activate(agreeing, of(agreeing, "hart-jail"), drafted)
    with pytest.raises(Refused, match="no attestation"):
        await attest(agreeing, of(agreeing, "hart-court"), drafted, "good weather")
    await attest(agreeing, of(agreeing, "hart-court"), drafted, "security-review")
    assert (await activate(agreeing, of(agreeing, "hart-jail"), drafted)).standing.state is State.ACTIVE


async def test_a_retry_signs_once(agreeing: Node) -> None:
    drafted = text_of(await draft(agreeing, of(agreeing, "hart-jail"), TEXT))
    first, again = [await sign(agreeing, of(agreeing, "hart-jail"), drafted) for _ in range(2)]
    assert (again.entry.seq, again.entry.replayed) == (first.entry.seq, True)
    redrafted = await draft(agreeing, of(agreeing, "hart-jail"), TEXT)
    assert redrafted.entry.replayed


async def test_versions_are_numbered_one_after_the_other(agreeing: Node) -> None:
    await draft(agreeing, of(agreeing, "hart-jail"), TEXT)
    for other in (TEXT.replace("version = 1", "version = 3"), TEXT.replace("What the jail", "All that the jail")):
        with pytest.raises(Conflict, match="The next version of jail-court is 2"):
            await draft(agreeing, of(agreeing, "hart-court"), other)
    second = await draft(agreeing, of(agreeing, "hart-court"), TEXT.replace("version = 1", "version = 2"))
    assert second.standing.newest == 2


async def test_a_party_suspends_resumes_and_leaves(agreeing: Node) -> None:
    await activated(agreeing)
    with pytest.raises(Invalid, match="reason"):
        await suspend(agreeing, of(agreeing, "hart-court"), "jail-court", " ")
    suspended = await suspend(agreeing, of(agreeing, "hart-court"), "jail-court", "Health was shown.")
    assert suspended.standing.reasons == ("hart-court suspended it: Health was shown.",)
    with pytest.raises(Conflict):
        await resume(agreeing, of(agreeing, "hart-jail"), "jail-court")
    assert (await resume(agreeing, of(agreeing, "hart-court"), "jail-court")).standing.state is State.ACTIVE
    left = await leave(agreeing, of(agreeing, "hart-court"), "jail-court", "The budget ended.")
    assert (left.standing.state, left.standing.parties) == (State.ENDED, ("hart-jail",))


async def test_what_no_record_may_hold_never_gets_into_the_register(agreeing: Node) -> None:
    """Every decision reads these records: one that could not be read again would stop the node."""
    for title in ("x" * 401, "a\\u0000b"):
        with pytest.raises(Invalid):
            await draft(agreeing, of(agreeing, "hart-jail"), TEXT.replace("What the jail shows the court", title))
    await activated(agreeing)
    for reason in ("x" * 401, "a\0b"):
        with pytest.raises(Invalid):
            await suspend(agreeing, of(agreeing, "hart-jail"), "jail-court", reason)
    assert (await register(agreeing)).of("jail-court").state is State.ACTIVE


async def test_a_party_joins_by_the_signatures_of_all(agreeing: Node) -> None:
    text = text_of(await activated(agreeing))
    for agency in ("hart-pd", "hart-jail", "hart-court"):
        done = await join(agreeing, of(agreeing, agency), text, "hart-pd")
    assert done.standing.parties == ("hart-jail", "hart-court", "hart-pd")
    with pytest.raises(Refused, match="no agency"):
        await join(agreeing, of(agreeing, "hart-jail"), text, "nobody")


async def test_all_parties_end_it_and_the_key_is_not_used_again(agreeing: Node) -> None:
    await activated(agreeing)
    for agency in ("hart-jail", "hart-court"):
        done = await end(agreeing, of(agreeing, agency), "jail-court")
    assert done.standing.state is State.ENDED
    with pytest.raises(Conflict, match="ended"):
        await draft(agreeing, of(agreeing, "hart-jail"), TEXT.replace("version = 1", "version = 2"))


async def test_a_lower_tier_names_what_there_is_and_falls_with_it(agreeing: Node) -> None:
    memorandum = (HEAD + BARS).replace("jail-court", "hart-mou").replace("data-sharing-agreement", "memorandum")
    under = TEXT.replace("version = 1", 'version = 1\nunder = ["hart-mou"]')
    with pytest.raises(Invalid, match="There is no agreement 'hart-mou'"):
        await draft(agreeing, of(agreeing, "hart-jail"), under)
    await activated(agreeing, memorandum)
    assert (await activated(agreeing, under)).standing.state is State.ACTIVE
    await suspend(agreeing, of(agreeing, "hart-court"), "hart-mou", "A breach.")
    assert (await register(agreeing)).of("jail-court").reasons == ("hart-mou, which it stands under, is not active",)
    outside = under.replace("jail-court", "wider").replace('"hart-court"]', '"hart-court", "hart-pd"]')
    with pytest.raises(Invalid, match="hart-pd is no party of hart-mou"):
        await draft(agreeing, of(agreeing, "hart-jail"), outside)


async def test_of_many_texts_drafted_at_once_for_one_version_one_counts_and_the_others_are_told(agreeing: Node) -> None:
    texts = [TEXT.replace("Both sides meet", f"{number} people meet") for number in range(20)]
    sessions = [of(agreeing, agency) for agency in ("hart-jail", "hart-court")]
    outcomes = await asyncio.gather(
        *(draft(agreeing, sessions[n % 2], text) for n, text in enumerate(texts)), return_exceptions=True
    )
    entered = [each for each in outcomes if isinstance(each, Placed)]
    assert len(entered) == 1
    assert all(isinstance(each, Conflict) for each in outcomes if each is not entered[0])
    assert len((await register(agreeing)).versions) == 1
