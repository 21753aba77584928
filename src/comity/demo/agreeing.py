"""Hart City's agencies sign what they agreed on: each agreement by the signatory of every party."""

from importlib.resources import files

from comity.acts.agree import activate, draft, sign
from comity.acts.register import register
from comity.acts.steps import SIGNATORY, Text
from comity.demo.city import hart_city
from comity.policy.agreements import Agreement, rules_hash, text_hash
from comity.policy.directory import Directory, Member, read_directory
from comity.policy.drafting import parse_agreement
from comity.policy.lifecycle import rules_of
from comity.policy.matrix import Matrix
from comity.policy.rules import statutes_for
from comity.policy.sessions import Session, open_session
from comity.records.registry import kinds
from comity.store.node import Node

_PURPOSE = "administration"


def _agreements() -> list[tuple[Agreement, str]]:
    """Give Hart City's agreements with their texts, those of a higher tier first."""
    folder = files("comity.demo") / "hart_city" / "agreements"
    texts = [item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".toml")]
    return sorted(((parse_agreement(text), text) for text in texts), key=_rank)


def _rank(each: tuple[Agreement, str]) -> tuple[int, str]:
    return each[0].tier.rank, each[0].key


async def agree(node: Node, directory: str = "") -> None:
    """Put Hart City's directory in force, then every agreement: drafted, signed by each party, activated.

    What was agreed before stays as it is. ``directory`` is another document with the same agencies and members.
    """
    await node.directories.activate(directory or hart_city())
    known = await register(node)
    for agreement, text in _agreements():
        if agreement.key not in known.standing:
            await _agreed(node, agreement, text)


def hart_city_matrix() -> Matrix:
    """Give the matrix that holds when all agencies have signed all agreements."""
    directory = read_directory(hart_city(), frozenset(kinds()))
    agreed = [rule for agreement, _ in _agreements() for rule in rules_of(agreement, agreement.parties)]
    return Matrix(directory, (*statutes_for(directory), *agreed))


async def _agreed(node: Node, agreement: Agreement, text: str) -> None:
    sessions = [signatory_session(node.directory, party) for party in agreement.parties]
    await draft(node, sessions[0], text)
    signed = Text(agreement.key, text_hash(text), rules_hash(agreement))
    for session in sessions:
        await sign(node, session, signed)
    await activate(node, sessions[0], signed)


def signatory_session(directory: Directory, agency: str) -> Session:
    """Give a session of the member who signs for an agency."""
    return open_session(directory, agency, signatory_of(directory, agency).key, _PURPOSE)


def signatory_of(directory: Directory, agency: str) -> Member:
    """Give the member who signs for an agency."""
    return next(m for m in directory.members if m.agency == agency and SIGNATORY in m.roles)
