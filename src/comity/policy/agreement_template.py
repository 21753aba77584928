"""The first text of an agreement, to be filled in: each part says what it is for."""

from collections.abc import Sequence

from comity.policy.agreements import Tier

_TEMPLATE = '''\
# {title}
# Check it with: comity agreement check FILE
key = "{key}"
title = "{title}"
tier = "{tier}"
version = 1
parties = [{parties}]
{under}begins = 2027-01-01
expires = 2030-01-01

# What is it for? Which decision gets better, for whom?
purpose = """
To be written.
"""

# Who meets when, who decides, how is a dispute settled, who may join, how does one leave?
governance = """
To be written.
"""

# Words that the clauses use, each with its meaning.
[definitions]
record = "What a party has entered into the shared record."

# What must be true for it to be in force. Take away what is not needed.
# [[precondition]]
# attestation = "security-review"
# prose = "Each party has had its security reviewed."

[[clause]]
id = "1"
prose = "{giver} shows the other parties that a record is there, and its events and status. It shows nobody's identity."
permit = ["see"]
owner = "{giver}"
kinds = ["incident"]
categories = ["reference", "event", "status"]
purposes = ["investigation", "adjudication"]
authority = ""

[[clause]]
id = "2"
prose = "Nobody passes on what they received."
prohibit = ["pass-on"]
kinds = ["*"]

[[clause]]
id = "3"
prose = "Whoever received something destroys it after a year, and tells the others of a breach within three days."
oblige = {{ destroy_after_days = 365, breach_hours = 72 }}
kinds = ["*"]
'''

_TITLES = {
    Tier.MOU: "Memorandum of understanding",
    Tier.DSA: "Data sharing agreement",
    Tier.DUL: "Data use license",
}


def template(key: str, tier: Tier, parties: Sequence[str]) -> str:
    """Give a text that holds for these parties as it stands, once its blanks are filled in."""
    higher = {Tier.DSA: "a memorandum", Tier.DUL: "a data sharing agreement"}.get(tier)
    return _TEMPLATE.format(
        key=key,
        title=_TITLES[tier],
        tier=tier,
        parties=", ".join(f'"{party}"' for party in parties),
        under=f"# The key of {higher} that it is under.\n# under = []\n" if higher else "",
        giver=parties[0] if parties else "nobody",
    )
