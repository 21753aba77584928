"""Texts of agreements, and the small world that they are for: police, court, jail, clinic and a fusion center."""

from datetime import UTC, datetime, timedelta
from typing import Any

from comity.policy.agreement_story import Taken, Version
from comity.policy.agreements import rules_hash, text_hash
from comity.policy.directory import Directory, read_directory
from comity.policy.drafting import examine, parse_agreement
from comity.records.governance.agreement_step import Step
from comity.records.registry import kinds

DAY = timedelta(days=1)
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)

WORLD = """
origin = "test.example/log"
"""
for _key, _pillar in (
    ("hart-pd", "police"),
    ("hart-court", "court"),
    ("hart-jail", "jail"),
    ("hart-clinic", "health"),
    ("hart-fusion", "fusion"),
):
    WORLD += f"""
[[agency]]
key = "{_key}"
name = "{_key}"
pillar = "{_pillar}"

[[member]]
key = "{_key}-signatory"
name = "Signatory of {_key}"
agency = "{_key}"
roles = ["signatory", "health"]

[[member]]
key = "{_key}-drafter"
name = "Drafter of {_key}"
agency = "{_key}"
roles = ["drafter", "officer"]
"""

HEAD = """\
key = "jail-court"
title = "What the jail shows the court"
tier = "data-sharing-agreement"
version = 1
parties = ["hart-jail", "hart-court"]
begins = 2026-11-01
expires = 2028-11-01
purpose = "The court knows at once who is held."
governance = "Both sides meet every quarter."
"""

SHOWS = """
[[clause]]
id = "1"
prose = "The jail shows the court who is held; not health."
permit = "see"
to = { pillar = "court" }
owner = "hart-jail"
kinds = ["booking", "release"]
categories = ["reference", "event", "status", "identity"]
purposes = ["adjudication"]
"""

BARS = """
[[clause]]
id = "2"
prose = "Nobody passes it on."
prohibit = ["pass-on"]
kinds = ["*"]
"""

TEXT = HEAD + SHOWS + BARS


def directory() -> Directory:
    """Give the small world's directory."""
    return read_directory(WORLD, frozenset(kinds()))


def problems(text: str) -> list[str]:
    """Give all problems of a text as people read them."""
    return [problem.said for problem in examine(text, directory(), frozenset(kinds())).problems]


def version(text: str = TEXT, *, seq: int = 0) -> Version:
    """Give a text at its place in the log."""
    agreement = parse_agreement(text)
    return Version(agreement, text_hash(text), rules_hash(agreement), seq)


class Steps:
    """Steps taken one after the other, each at the next place in the log."""

    def __init__(self, *versions: Version) -> None:
        self._versions = {each.agreement.version: each for each in versions}
        self.taken: list[Taken] = []
        self._seq = 100

    def take(self, step: Step, agency: str, number: int = 1, **more: Any) -> None:
        """Take a step on a version as it was drafted, unless other digests are given."""
        self._seq += 1
        on = self._versions[number]
        digests = {"text_hash": on.text_hash, "rules_hash": on.rules_hash}
        self.taken.append(
            Taken(
                key=on.agreement.key,
                version=number,
                step=step,
                agency=agency,
                member=f"{agency}-signatory",
                at=NOW,
                seq=self._seq,
                **(digests | more),
            )
        )

    def signed_by_all(self, number: int = 1) -> None:
        """Let every party sign a version, and the first activate it."""
        parties = self._versions[number].agreement.parties
        for party in parties:
            self.take(Step.SIGN, party, number)
        self.take(Step.ACTIVATE, parties[0], number)
