"""``comity agreement``: write agreements, check and compare them, and do about them what a signatory may."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from comity.acts import agree
from comity.acts.register import Register, register
from comity.acts.simulate import simulate_text
from comity.acts.steps import Text
from comity.cli.agreement_telling import told_agreement, told_placed, told_register
from comity.cli.asking import may_replace
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, settings_of
from comity.cli.simulation_telling import told_simulation
from comity.cli.speaking import Exit, Voice
from comity.errors import Absent, Invalid
from comity.policy.agreement_schema import schema_text
from comity.policy.agreement_template import template
from comity.policy.agreements import Agreement, Tier, rules_hash, text_hash
from comity.policy.differences import difference
from comity.policy.drafting import parse_agreement
from comity.policy.sessions import Session, open_session
from comity.store.node import Node

File = Annotated[Path, Parameter(help="The text of an agreement: a TOML file.")]
Key = Annotated[str, Parameter(help="The key of an agreement.")]
Reason = Annotated[str, Parameter(help="What was breached, or why; it is on the record.")]

PURPOSE = "administration"

agreement = App(name="agreement", help="Write, sign and end agreements; see which are in force.")


@agreement.command
def new(
    out: Annotated[Path, Parameter(help="The file to write.")],
    *,
    key: Key,
    parties: Annotated[str, Parameter(help="The keys of the agencies, with commas between them.")],
    tier: Annotated[Tier, Parameter(help="memorandum, data-sharing-agreement or data-use-license.")] = Tier.DSA,
    yes: Annotated[bool, Parameter(negative="", help="Replace what is there without asking.")] = False,
    json: AsJson = False,
) -> None:
    """Write a first text, to be filled in: it says what each part is for."""
    voice = Voice(json)
    may_replace(out, yes=yes)
    names = tuple(name.strip() for name in parties.split(",") if name.strip())
    out.write_text(template(key, tier, names), "utf-8")
    voice.say(f"{out} is written. Fill it in, then: comity agreement check {out}")
    voice.give({"file": str(out), "key": key, "tier": tier, "parties": names})


@agreement.command
def schema(
    out: Annotated[Path, Parameter(help="The file to write.")],
    *,
    yes: Annotated[bool, Parameter(negative="", help="Replace what is there without asking.")] = False,
    json: AsJson = False,
) -> None:
    """Write the JSON Schema by which an editor completes and checks a text as it is written."""
    voice = Voice(json)
    may_replace(out, yes=yes)
    out.write_text(schema_text(), "utf-8")
    voice.say(f"{out} is written. Name it in the first line of a text: #:schema {out}")
    voice.give({"file": str(out)})


@agreement.command
async def check(file: File, *, home: Home = None, json: AsJson = False) -> Exit:
    """Say everything that is wrong with a text, with lines and what to do. Exit code 1 when anything is."""
    voice = Voice(json)
    text = _text(file)
    async with existing_node(settings_of(home)) as node:
        reading = await agree.check(node, text)
    for problem in reading.problems:
        voice.say(f"{file}: {problem.said}")
    if reading.agreement and not reading.problems:
        voice.say(f"{file} can be signed: {told_agreement(reading.agreement)}")
        voice.say(f"text {text_hash(text)}, rules {rules_hash(reading.agreement)}")
    voice.give({"file": str(file), "text_hash": text_hash(text), "problems": reading.problems})
    return Exit.REFUSED if reading.problems else Exit.OK


@agreement.command
async def diff(
    old: Annotated[str, Parameter(help="A file, or a key of an agreement: its version in force, or key@version.")],
    new: Annotated[str, Parameter(help="The same, for the newer text.")],
    *,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Say what changes from one text to another, clause by clause."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        known = await register(node)
    changes = difference(_named(known, old), _named(known, new))
    for change in changes:
        voice.say(change.said)
    if not changes:
        voice.say("Both bind alike, word for word.")
    voice.give({"old": old, "new": new, "changes": changes})


@agreement.command
async def draft(file: File, *, agency: Agency, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Enter a text for its parties to sign: a new agreement, or the next version of one."""
    text = _text(file)
    async with existing_node(settings_of(home)) as node:
        told_placed(Voice(json), await agree.draft(node, _session(node, agency, member), text))


@agreement.command
async def simulate(file: File, *, agency: Agency, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Say what a text would change if it were in force: what opens or closes, for whom, and which clauses are idle.

    It is held against the live record and against the questions of the last 30 days; nothing is entered.
    """
    text = _text(file)
    async with existing_node(settings_of(home)) as node:
        told = await simulate_text(node, _session(node, agency, member), text)
    told_simulation(Voice(json), told)


@agreement.command
async def sign(file: File, *, agency: Agency, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Sign a text for one's agency. The file is what one has read: another text than the drafted one is refused."""
    text = _text(file)
    async with existing_node(settings_of(home)) as node:
        told_placed(Voice(json), await agree.sign(node, _session(node, agency, member), _meant(text)))


@agreement.command
async def activate(key: Key, *, agency: Agency, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Put the newest version in force, which all parties have signed."""
    async with existing_node(settings_of(home)) as node:
        meant = _newest(await register(node), key)
        told_placed(Voice(json), await agree.activate(node, _session(node, agency, member), meant))


@agreement.command
async def attest(
    key: Key,
    name: Annotated[str, Parameter(help="The name of the attestation, as the precondition has it.")],
    *,
    agency: Agency,
    member: Member,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Attest for one's agency that a precondition of the newest version is met."""
    async with existing_node(settings_of(home)) as node:
        meant = _newest(await register(node), key)
        told_placed(Voice(json), await agree.attest(node, _session(node, agency, member), meant, name))


@agreement.command
async def suspend(
    key: Key, *, reason: Reason, agency: Agency, member: Member, home: Home = None, json: AsJson = False
) -> None:
    """Suspend an agreement for a breach, at once: nothing is shown under it until one's agency resumes it."""
    async with existing_node(settings_of(home)) as node:
        told_placed(Voice(json), await agree.suspend(node, _session(node, agency, member), key, reason))


@agreement.command
async def resume(key: Key, *, agency: Agency, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Take back the suspension by one's own agency."""
    async with existing_node(settings_of(home)) as node:
        told_placed(Voice(json), await agree.resume(node, _session(node, agency, member), key))


@agreement.command
async def join(
    file: File,
    *,
    party: Annotated[str, Parameter(help="The key of the agency that joins.")],
    agency: Agency,
    member: Member,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Sign that one's agency joins, or that another may: it has joined when it and the current parties have signed."""
    text = _text(file)
    async with existing_node(settings_of(home)) as node:
        told_placed(Voice(json), await agree.join(node, _session(node, agency, member), _meant(text), party))


@agreement.command
async def leave(
    key: Key, *, reason: Reason, agency: Agency, member: Member, home: Home = None, json: AsJson = False
) -> None:
    """Take one's agency out of an agreement from now on; the other parties go on."""
    async with existing_node(settings_of(home)) as node:
        told_placed(Voice(json), await agree.leave(node, _session(node, agency, member), key, reason))


@agreement.command
async def end(key: Key, *, agency: Agency, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Say for one's agency that an agreement ends; it has ended when all parties have said so."""
    async with existing_node(settings_of(home)) as node:
        told_placed(Voice(json), await agree.end(node, _session(node, agency, member), key))


@agreement.command
async def show(
    key: Annotated[str, Parameter(help="The key of an agreement, or key@version; none shows all.")] = "",
    *,
    text: Annotated[bool, Parameter(negative="", help="Print the text itself, as it was drafted.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Show every agreement and where it stands, or one with its clauses and all that was done about it."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        known = await register(node)
    if key and text:
        voice.say(known.texts[_place(known, key)].rstrip("\n"))
        voice.give({"key": key, "text": known.texts[_place(known, key)]})
    else:
        told_register(voice, known, key)


def _session(node: Node, agency: str, member: str) -> Session:
    return open_session(node.directory, agency, member, PURPOSE)


def _text(file: Path) -> str:
    try:
        # With the line ends as they are: the digest is of these very bytes.
        return file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as wrong:
        raise Invalid(f"{file} cannot be read: {wrong}", remedy="Name a TOML file in UTF-8.") from wrong


def _meant(text: str) -> Text:
    agreed = parse_agreement(text)
    return Text(agreed.key, text_hash(text), rules_hash(agreed))


def _newest(known: Register, key: str) -> Text:
    version = known.versions_of(known.of(key).key)[-1]
    return Text(key, version.text_hash, version.rules_hash)


def _named(known: Register, name: str) -> Agreement:
    """Give the agreement that a name means: a file's, or that of a version in the register."""
    if Path(name).is_file():
        return parse_agreement(_text(Path(name)))
    place = _place(known, name)
    return next(v.agreement for v in known.versions_of(place[0]) if v.agreement.version == place[1])


def _place(known: Register, name: str) -> tuple[str, int]:
    key, _, number = name.partition("@")
    place = (key, int(number) if number.isdecimal() else known.of(key).version.agreement.version)
    if place not in known.texts:
        raise Absent(f"There is no version {number} of {key}.", remedy="comity agreement show lists all there are.")
    return place
