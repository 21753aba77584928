"""The desk of a partner whose profession has none of its own yet: tasks, search, and what its clauses let it enter."""

from comity.desks.desk import Desk, Queue
from comity.records.governance.review_task import ReviewTask

PARTNER = Desk(
    name="partner",
    title="Partner's desk",
    pillars=frozenset(),
    queues=(Queue("Tasks", ReviewTask, "Look at these, and set right what is wrong."),),
)
