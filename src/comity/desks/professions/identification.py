"""The identification bureau's desk: who is the same, and the requests and dispositions that wait to be linked."""

from comity.desks.desk import Desk, Queue
from comity.records.justice.arrest import Arrest
from comity.records.justice.disposition import Disposition
from comity.records.justice.identification_request import IdentificationRequest
from comity.records.justice.identification_result import IdentificationResult
from comity.records.pillars import Pillar

DESK = Desk(
    name="identification",
    title="Identification desk",
    pillars=frozenset({Pillar.IDENTIFICATION}),
    queues=(
        Queue("Requests to answer", IdentificationRequest, "Say who it is.", (IdentificationResult,)),
        Queue("Newest arrests", Arrest, "Whoever was arrested may be known."),
        Queue("Newest dispositions", Disposition, "Each belongs to somebody's history."),
    ),
    pages=(("/people/review", "Pairs to compare"),),
)
