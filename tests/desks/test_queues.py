"""What waits at a desk is what somebody there can do something about, and nothing else."""

import pytest

from comity.desks.desk import Queue
from comity.desks.professions import desk_of
from comity.records.justice.court_order import CourtOrder, OrderKind
from comity.records.justice.diary_entry import DiaryEntry, DiaryOutcome
from comity.records.justice.sentence import Component, ComponentKind, Sentence
from comity.records.justice.supervision_event import SupervisionEvent, SupervisionEventKind
from comity.records.pillars import Pillar


def queue(pillar: Pillar, title: str) -> Queue:
    return next(each for each in desk_of(pillar).queues if each.title == title)


@pytest.mark.parametrize("outcome", DiaryOutcome)
def test_only_what_is_to_be_registered_waits_for_a_registration(outcome: DiaryOutcome) -> None:
    waits = queue(Pillar.POLICE, "Diary entries to register").waits(DiaryEntry(outcome=outcome))
    assert waits is (outcome is DiaryOutcome.REGISTER)


@pytest.mark.parametrize("kind", [OrderKind.RELEASE, OrderKind.BAIL, OrderKind.REMAND, OrderKind.COMMITMENT])
def test_an_order_that_holds_or_frees_somebody_waits_at_the_jail(kind: OrderKind) -> None:
    assert queue(Pillar.JAIL, "Orders to answer").waits(CourtOrder(kind=kind))


@pytest.mark.parametrize("kind", [OrderKind.SEAL, OrderKind.EXPUNGE, OrderKind.SUPERVISION])
def test_an_order_that_is_no_matter_of_custody_does_not_wait_at_the_jail(kind: OrderKind) -> None:
    assert not queue(Pillar.JAIL, "Orders to answer").waits(CourtOrder(kind=kind))


def test_only_orders_to_supervise_wait_at_the_probation_desk() -> None:
    orders = queue(Pillar.PROBATION, "Orders to begin")
    assert orders.waits(CourtOrder(kind=OrderKind.SUPERVISION))
    assert not orders.waits(CourtOrder(kind=OrderKind.REMAND))


@pytest.mark.parametrize("kind", ComponentKind)
def test_only_sentences_to_confinement_wait_at_the_jail(kind: ComponentKind) -> None:
    waits = queue(Pillar.JAIL, "Sentences to acknowledge").waits(Sentence(components=(Component(kind=kind),)))
    assert waits is (kind is ComponentKind.CONFINEMENT)


@pytest.mark.parametrize("kind", SupervisionEventKind)
def test_only_violations_wait_at_the_court(kind: SupervisionEventKind) -> None:
    waits = queue(Pillar.COURT, "Violations").waits(SupervisionEvent(kind=kind))
    assert waits is (kind is SupervisionEventKind.VIOLATION)


def test_what_shows_too_little_to_tell_waits() -> None:
    assert queue(Pillar.JAIL, "Orders to answer").waits(CourtOrder())
    assert queue(Pillar.JAIL, "Sentences to acknowledge").waits(Sentence())
    assert queue(Pillar.COURT, "Violations").waits(SupervisionEvent())
