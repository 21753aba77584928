"""``comity link``: who is the same and why, what people judged of it, and all links made again."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter

from comity.acts.identify import Link, identify
from comity.acts.link import link as judged_together
from comity.acts.link import unlink
from comity.acts.review_links import PERSON, review_links
from comity.acts.weigh import weigh
from comity.api.linking import identity_told, link_told
from comity.cli.link_places import Spark, linking_on
from comity.cli.link_training import Kind, evaluate, train
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Voice
from comity.linkage.clustering import Verdict
from comity.policy.sessions import open_session
from comity.store.relinking import relink_all

Because = Annotated[str, Parameter(help="What the records have in common, or what parts them.")]

link = App(name="link", help="Tell which records are one person or thing, and why; judge it; train what decides it.")
link.command(train)
link.command(evaluate)


@link.command
async def show(
    id: Annotated[UUID, Parameter(help="The id of a record.")],
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """List the records that are one with a record, as far as this member sees them, and what links them."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        found = await identify(node, open_session(node.directory, agency, member, purpose), id)
    voice.say(f"Identity {found.id}: {len(found.records)} record{'s' * (len(found.records) != 1)}.")
    voice.table(("record", "owner", "recorded"), [(v.id, v.owner, f"{v.recorded_at:%Y-%m-%d}") for v in found.records])
    for each in found.links:
        voice.say(_in_short(each))
    for each in found.perhaps:
        voice.say(f"Perhaps also: {_in_short(each)}")
    for each in found.apart:
        voice.say(f"Judged not to be the same: {_in_short(each)} (comity link undo {each.judgment})")
    for one, other in found.disputed:
        voice.say(f"Disputed: {one} and {other} were judged to be the same, and not to be. They are kept apart.")
    voice.give(identity_told(found))


@link.command
async def explain(
    one: Annotated[UUID, Parameter(help="The id of a record.")],
    other: Annotated[UUID, Parameter(help="The id of another of the same kind.")],
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Say step by step what speaks for two records being one, and what against, in bits: each doubles the odds."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        found = await weigh(node, open_session(node.directory, agency, member, purpose), one, other)
    for line in _waterfall(found):
        voice.say(line)
    voice.give(link_told(found))


@link.command
async def review(
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    kind: Kind = PERSON,
    limit: Annotated[int, Parameter(help="How many pairs, 200 at most.")] = 20,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """List the pairs of a kind that a person should compare, the most doubtful links first."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        found = await review_links(node, open_session(node.directory, agency, member, purpose), kind, limit=limit)
    voice.table(
        ("one", "other", "bits"),
        [(d.link.one, d.link.other, f"{d.link.reasons.total:.1f}" if d.link.reasons else "") for d in found],
    )
    voice.give({"pairs": [link_told(doubt.link) for doubt in found]})


@link.command
async def judge(
    *records: Annotated[UUID, Parameter(help="The ids of two or more records of one kind.")],
    verdict: Annotated[Verdict, Parameter(help="Whether they are the same person or thing.")],
    because: Because,
    agency: Agency,
    member: Member,
    purpose: Purpose = "identification",
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Judge whether persons or things are one; it counts before any score, and can be taken back."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        receipt = await judged_together(node, session, records, verdict, because=because)
    voice.say(f"Judged. To take it back: comity link undo {receipt.entry.id}")
    voice.give({"judgment": receipt.entry.id})


@link.command
async def undo(
    judgment: Annotated[UUID, Parameter(help="The id of the judgment.")],
    *,
    because: Because,
    agency: Agency,
    member: Member,
    purpose: Purpose = "identification",
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Take a judgment back: who is the same is then what it was before."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        receipt = await unlink(node, session, judgment, because=because)
    voice.say("Taken back.")
    voice.give({"judgment": receipt.entry.id})


@link.command
async def batch(*, spark: Spark = None, home: Home = None, json: AsJson = False) -> None:
    """Make all links again from the records, by the newest models; after a first load, or after training.

    Nobody can enter anything meanwhile; judgments stay as they are. With --spark it needs the extra: pip install
    'comity[spark]'; the links are the same.
    """
    voice = Voice(json)
    with linking_on(spark) as populations:
        async with existing_node(settings_of(home)) as node:
            done = await relink_all(node, populations)
    rows = [(kind, done.records[kind], done.pairs[kind]) for kind in done.records]
    voice.table(("kind", "records", "pairs kept"), rows)
    voice.give(done)


def _in_short(found: Link) -> str:
    bits = f"{found.reasons.total:.1f} bits" if found.reasons else "never compared"
    judged = f", judged {found.verdict.value}" if found.verdict else ""
    return f"{found.one} and {found.other}: {found.decision.value}, {bits}{judged}"


def _waterfall(found: Link) -> Iterator[str]:
    if found.verdict:
        yield f"A person judged: {found.verdict.value} (comity link undo {found.judgment})"
    if found.reasons is None:
        yield "Too little is seen of them to compare them."
        return
    yield f"{found.reasons.prior:+8.2f}  What is expected of any two records."
    for step in found.reasons.steps:
        yield f"{step.bits:+8.2f}  {step.words}"
    yield f"{found.reasons.total:+8.2f}  in all: {found.decision.value}. A chance of {found.reasons.chance:.4%}."
