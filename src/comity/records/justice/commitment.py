"""A sentence arrives at the jail or prison."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Count, Member, StatusText
from comity.records.justice.booking import Booking
from comity.records.justice.sentence import ComponentKind, Sentence
from comity.records.moments import Occurred, When, earliest, later_by
from comity.records.pillars import Pillar
from comity.records.references import Ref


def _longest(sentence: Sentence) -> list[str]:
    """Give the terms of confinement, the longer bound where there are two."""
    confined = (part for part in sentence.components if part.kind is ComponentKind.CONFINEMENT)
    return [term for part in confined if (term := part.maximum_term or part.term)]


@check(
    "release_on",
    remedy="Compute the date again from the sentence, its start and its credits, or ask the court.",
    review=True,
)
def computed_release_not_after_the_sentence_ends(commitment: "Commitment", known: Known) -> bool:
    """Nobody is to be held longer than the sentence says, all its terms served one after the other."""
    if commitment.sentence is None or not (commitment.starts_on and commitment.release_on):
        return True
    sentence = known.record(commitment.sentence)
    terms = _longest(sentence)
    if not terms or any(part.life for part in sentence.components):
        return True
    end = commitment.starts_on
    for term in terms:
        end = later_by(end, term).isoformat()
    return earliest(commitment.release_on) <= earliest(end)


class Commitment(Record):
    """The jail or prison acknowledges a sentence and computes the day of release."""

    entered_by = (Pillar.JAIL,)
    needed = ("booking", "sentence", "received_at", "release_on")
    follows = ("booking",)
    checks = (computed_release_not_after_the_sentence_ends,)

    booking: Ref[Booking] | None = None
    sentence: Ref[Sentence] | None = None
    received_at: Occurred | None = None
    starts_on: Annotated[When | None, Category.STATUS] = None
    credit_days: Annotated[Count | None, Category.STATUS] = None
    release_on: Annotated[When | None, Category.STATUS] = None
    computed_by: Member | None = None
    computation: StatusText | None = None
