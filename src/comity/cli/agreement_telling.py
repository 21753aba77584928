"""How agreements are told on the command line: where each stands, what was done about it, and what it says."""

from collections.abc import Iterable

from comity.acts.register import Register
from comity.acts.steps import Placed
from comity.api.agreements import agreement_told, placed_told, standing_told
from comity.cli.speaking import Voice
from comity.policy.agreements import Agreement
from comity.policy.lifecycle import Standing
from comity.policy.matrix import Rule
from comity.policy.ruling import RuleTold, rule_told


def told_agreement(agreement: Agreement) -> str:
    """Say in a line what an agreement is."""
    parties = ", ".join(agreement.parties)
    clauses = f"{len(agreement.clauses)} clauses" if len(agreement.clauses) != 1 else "1 clause"
    return (
        f"{agreement.key} version {agreement.version}, a {agreement.tier} of {parties}: {clauses}, "
        f"from {agreement.begins} until {agreement.expires} begins."
    )


def told_standing(standing: Standing) -> str:
    """Say in a line where an agreement stands, and why it is not in force."""
    reasons = f": {'; '.join(standing.reasons)}" if standing.reasons else ""
    return f"{standing.key} version {standing.version.agreement.version} is {standing.state}{reasons}."


def told_placed(voice: Voice, placed: Placed) -> None:
    """Tell what an act came to: its place in the log, and where the agreement stands now."""
    again = "was on the record already" if placed.entry.replayed else "is on the record"
    voice.say(f"It {again}, at place {placed.entry.seq} of the log. {told_standing(placed.standing)}")
    voice.give(placed_told(placed))


def told_register(voice: Voice, known: Register, key: str) -> None:
    """Tell of every agreement, or of one with its clauses and steps."""
    if key:
        _told_one(voice, known, key.partition("@")[0])
        return
    for standing in known.standing.values():
        voice.give(standing_told(standing))
    voice.table(
        ("agreement", "version", "tier", "state", "parties", "expires"),
        (
            (
                each.key,
                each.version.agreement.version,
                each.version.agreement.tier,
                each.state,
                ", ".join(each.parties),
                each.version.agreement.expires,
            )
            for each in known.standing.values()
        ),
    )


def told_rules(voice: Voice, rules: Iterable[Rule]) -> None:
    """Tell rules as rows of the matrix."""
    told = [rule_told(rule) for rule in rules]
    for each in told:
        voice.give(each)
    voice.table(RuleTold.__struct_fields__, (tuple(getattr(t, name) for name in t.__struct_fields__) for t in told))


def _told_one(voice: Voice, known: Register, key: str) -> None:
    standing = known.of(key)
    agreed = standing.version.agreement
    voice.say(told_agreement(agreed))
    voice.say(told_standing(standing))
    voice.say(f"Parties now: {', '.join(standing.parties)}. Text {standing.version.text_hash}.")
    for clause in agreed.clauses:
        voice.say(f"  {clause.id}  {' '.join(clause.prose.split())}")
    for step in known.steps_on(key):
        about = " ".join(filter(None, (step.party, step.attested, step.reason)))
        said = f"{step.at:%Y-%m-%d %H:%M} UTC  place {step.seq}: {step.member} of {step.agency}: {step.step}"
        voice.say(f"  {said} version {step.version}{f' ({about})' if about else ''}")
    voice.give(agreement_told(known, key))
