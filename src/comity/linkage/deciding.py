"""What follows from a score: link, review or none."""

from enum import StrEnum

from comity.linkage.model import Model


class Decision(StrEnum):
    """What the machine proposes for two records."""

    LINK = "link"
    REVIEW = "review"
    NONE = "none"


def decision(model: Model, bits: float) -> Decision:
    """Decide on one score."""
    if bits >= model.link:
        return Decision.LINK
    return Decision.REVIEW if bits >= model.review else Decision.NONE
