"""Rules of sealing, expunging and recalling."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from comity.ids import new_id
from comity.records.declaration import Held
from comity.records.governance.recall_notice import Recall, RecallAnswer, RecallNotice, RecallOutcome
from comity.records.justice.arrest import Arrest
from comity.records.justice.relief_challenge import ReliefChallenge, ReliefDecision
from comity.records.justice.relief_execution import ReliefCertificate, ReliefConfirmation, ReliefExecution
from comity.records.justice.relief_order import Effect, ReliefGround, ReliefOrder, ReliefScope
from comity.records.juveniles import is_about_minor
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.profiles import profile
from comity.records.references import Ref
from comity.records.rules import with_due_markings
from tests.records.known import NOW, KnownForTests
from tests.records.story import ONE, Story

DAY = timedelta(days=1)


def order_for(story: Story, **changes: Any) -> ReliefOrder:
    order = ReliefOrder(
        effect=Effect.SEAL,
        ground=ReliefGround.ORDER,
        scope=ReliefScope.ARREST,
        records=(story.arrest,),
        issued_at="2026-11-01",
        basis="PC 1203.4",
        judge="Hon. Reyes",
    )
    return replace(order, **changes)


def automatic(story: Story, **changes: Any) -> ReliefOrder:
    until = NOW + 90 * DAY
    return order_for(story, **{"ground": ReliefGround.CLEAN_SLATE, "judge": None, "challenge_until": until} | changes)


def execution_of(order: Ref[ReliefOrder]) -> ReliefExecution:
    return ReliefExecution(order=order, effect=Effect.SEAL, records=(Ref(new_id()),))


def test_relief_names_what_its_scope_needs_lets_an_arrest_charges_or_an_earlier_order_pass(story: Story) -> None:
    earlier = story.known.enter(order_for(story))
    assert not story.known.broken(order_for(story))
    assert not story.known.broken(order_for(story, scope=ReliefScope.CHARGE, charge_tracking_numbers=(ONE,)))
    assert not story.known.broken(order_for(story, scope=ReliefScope.RECORDS, records=(), earlier=earlier))


def test_relief_names_what_its_scope_needs_refuses_nothing_named_and_another_kind(story: Story) -> None:
    for wrong in (
        order_for(story, records=()),
        order_for(story, scope=ReliefScope.CHARGE),
        order_for(story, records=(story.ada,)),
        order_for(story, scope=ReliefScope.PERSON),
    ):
        assert set(story.known.broken(wrong)) == {"relief_names_what_its_scope_needs"}


def test_unsealing_is_by_order_lets_an_order_of_a_court_pass(story: Story) -> None:
    assert not story.known.broken(order_for(story, effect=Effect.UNSEAL))


def test_unsealing_is_by_order_refuses_any_other_ground(story: Story) -> None:
    assert "unsealing_is_by_order" in story.known.broken(automatic(story, effect=Effect.UNSEAL))


def test_automatic_relief_can_be_challenged_lets_the_whole_window_pass(story: Story) -> None:
    assert not story.known.broken(automatic(story))


def test_automatic_relief_can_be_challenged_refuses_less(story: Story) -> None:
    for until in (None, NOW + DAY):
        assert set(story.known.broken(automatic(story, challenge_until=until))) == {
            "automatic_relief_can_be_challenged"
        }


def test_petitions_are_granted_by_courts_lets_a_named_judge_pass(story: Story) -> None:
    assert not story.known.broken(order_for(story))


def test_petitions_are_granted_by_courts_refuses_an_order_of_nobody(story: Story) -> None:
    assert set(story.known.broken(order_for(story, judge=None))) == {"petitions_are_granted_by_courts"}


def test_challenge_is_of_automatic_relief_lets_a_challenge_of_it_pass(story: Story) -> None:
    challenged = story.known.enter(automatic(story))
    assert not story.known.broken(ReliefChallenge(order=challenged, reason="A new conviction."))


def test_challenge_is_of_automatic_relief_refuses_one_of_a_courts_order(story: Story) -> None:
    challenge = ReliefChallenge(order=story.known.enter(order_for(story)), reason="A new conviction.")
    assert set(story.known.broken(challenge)) == {"challenge_is_of_automatic_relief"}


def test_challenge_is_within_its_window_lets_the_last_moment_pass(story: Story) -> None:
    challenged = story.known.enter(automatic(story, challenge_until=NOW))
    assert not story.known.broken(ReliefChallenge(order=challenged, reason="A new conviction."))


def test_challenge_is_within_its_window_refuses_a_moment_after(story: Story) -> None:
    challenged = story.known.enter(automatic(story, challenge_until=NOW - timedelta(microseconds=1)))
    challenge = ReliefChallenge(order=challenged, reason="A new conviction.")
    assert set(story.known.broken(challenge)) == {"challenge_is_within_its_window"}


def challenged_order(story: Story) -> tuple[Ref[ReliefOrder], Ref[ReliefChallenge]]:
    order = story.known.enter(automatic(story, challenge_until=NOW - DAY))
    return order, story.known.enter(ReliefChallenge(order=order, reason="A new conviction."))


def decision_on(order: Ref[ReliefOrder], challenge: Ref[ReliefChallenge], *, upheld: bool) -> ReliefDecision:
    return ReliefDecision(challenge=challenge, order=order, upheld=upheld, decided_at="2026-11-20", judge="Hon. Reyes")


def test_decision_is_on_a_challenge_of_the_order_lets_it_pass(story: Story) -> None:
    assert not story.known.broken(decision_on(*challenged_order(story), upheld=False))


def test_decision_is_on_a_challenge_of_the_order_refuses_another_order(story: Story) -> None:
    _, challenge = challenged_order(story)
    other = story.known.enter(automatic(story))
    assert set(story.known.broken(decision_on(other, challenge, upheld=False))) == {
        "decision_is_on_a_challenge_of_the_order"
    }


def test_challenge_is_decided_once_lets_the_first_decision_pass(story: Story) -> None:
    assert not story.known.broken(decision_on(*challenged_order(story), upheld=True))


def test_challenge_is_decided_once_refuses_a_second(story: Story) -> None:
    order, challenge = challenged_order(story)
    story.known.enter(decision_on(order, challenge, upheld=True))
    assert set(story.known.broken(decision_on(order, challenge, upheld=False))) == {"challenge_is_decided_once"}


def test_relief_waits_for_its_challenge_window_lets_relief_pass_when_it_is_over(story: Story) -> None:
    assert not story.known.broken(execution_of(story.known.enter(automatic(story, challenge_until=NOW - DAY))))
    assert not story.known.broken(execution_of(story.known.enter(order_for(story))))


def test_relief_waits_for_its_challenge_window_refuses_its_last_moment(story: Story) -> None:
    execution = execution_of(story.known.enter(automatic(story, challenge_until=NOW)))
    assert set(story.known.broken(execution)) == {"relief_waits_for_its_challenge_window"}


def test_challenged_relief_waits_for_the_court_lets_it_pass_when_all_challenges_were_turned_down(story: Story) -> None:
    order, challenge = challenged_order(story)
    story.known.enter(decision_on(order, challenge, upheld=False))
    assert not story.known.broken(execution_of(order))


def test_challenged_relief_waits_for_the_court_refuses_an_undecided_or_upheld_challenge(story: Story) -> None:
    order, challenge = challenged_order(story)
    assert set(story.known.broken(execution_of(order))) == {"challenged_relief_waits_for_the_court"}
    story.known.enter(decision_on(order, challenge, upheld=True))
    assert set(story.known.broken(execution_of(order))) == {"challenged_relief_waits_for_the_court"}


def test_relief_is_carried_out_once_lets_the_first_execution_pass(story: Story) -> None:
    assert not story.known.broken(execution_of(story.known.enter(order_for(story))))


def test_relief_is_carried_out_once_refuses_what_is_certified(story: Story) -> None:
    order = story.known.enter(order_for(story))
    story.known.enter(
        ReliefCertificate(
            order=order,
            execution=story.known.enter(execution_of(order)),
            effect=Effect.SEAL,
            count=1,
            digest="0" * 64,
            proposed_by="clark",
            confirmed_by="cora",
            completed_at=NOW,
        )
    )
    assert set(story.known.broken(execution_of(order))) == {"relief_is_carried_out_once"}


class ByAnother(KnownForTests):
    """What is held was recorded by another member, or by another agency."""

    def __init__(self, *, recorded_by: str, owner: str) -> None:
        super().__init__(member="cora")
        self.agency = "hart-court"
        self.recorded_by, self.owner = recorded_by, owner

    def held(self, ref: Ref[Any]) -> Held:
        kind = super().held(ref).kind
        return Held(ref.id, kind, self.owner, 1, self.now, self.recorded_by)


def confirmation_in(known: KnownForTests) -> ReliefConfirmation:
    order: Ref[ReliefOrder] = Ref(new_id())
    return ReliefConfirmation(execution=known.enter(execution_of(order)))


def test_two_pairs_of_eyes_carry_out_relief_lets_a_colleague_confirm() -> None:
    known = ByAnother(recorded_by="clark", owner="hart-court")
    assert not known.broken(confirmation_in(known))


def test_two_pairs_of_eyes_carry_out_relief_refuses_the_proposer_and_strangers() -> None:
    for by, owner in (("cora", "hart-court"), ("clark", "hart-pd")):
        known = ByAnother(recorded_by=by, owner=owner)
        assert set(known.broken(confirmation_in(known))) == {"two_pairs_of_eyes_carry_out_relief"}


def test_execution_is_confirmed_once_lets_the_first_pass() -> None:
    known = ByAnother(recorded_by="clark", owner="hart-court")
    assert not known.broken(confirmation_in(known))


def test_execution_is_confirmed_once_refuses_a_second() -> None:
    known = ByAnother(recorded_by="clark", owner="hart-court")
    first = confirmation_in(known)
    known.enter(first)
    second = replace(first, markings=("sealed",))
    assert set(known.broken(second)) == {"execution_is_confirmed_once"}


def notice_to(known: KnownForTests) -> Ref[RecallNotice]:
    because: Ref[Any] = Ref(new_id())
    return known.enter(
        RecallNotice(because=because, effect=Recall.SEALED, records=(because,), told_at=NOW, due_at=NOW + DAY)
    )


def test_recall_is_answered_by_whom_it_tells_lets_that_agency_pass(known: KnownForTests) -> None:
    assert not known.broken(RecallAnswer(notice=notice_to(known), outcome=RecallOutcome.DONE))


def test_recall_is_answered_by_whom_it_tells_refuses_another_agency() -> None:
    known = ByAnother(recorded_by="platform", owner="hart-pd")
    answer = RecallAnswer(notice=notice_to(known), outcome=RecallOutcome.DONE)
    assert set(known.broken(answer)) == {"recall_is_answered_by_whom_it_tells"}


def test_recall_is_answered_once_lets_the_first_answer_pass(known: KnownForTests) -> None:
    assert not known.broken(RecallAnswer(notice=notice_to(known), outcome=RecallOutcome.NOTHING_KEPT))


def test_recall_is_answered_once_refuses_a_second(known: KnownForTests) -> None:
    answer = RecallAnswer(notice=notice_to(known), outcome=RecallOutcome.DONE)
    known.enter(answer)
    again = replace(answer, outcome=RecallOutcome.NOTHING_KEPT)
    assert set(known.broken(again)) == {"recall_is_answered_once"}


def somebody(*markings: str) -> Person:
    return Person(names=(PersonName(surname="Quill"),), markings=markings)


def test_only_an_order_unseals_lets_a_correction_that_keeps_the_marking_pass(known: KnownForTests) -> None:
    known.earlier = somebody("sealed")
    assert not known.broken(somebody("sealed", "sensitive"))


def test_only_an_order_unseals_refuses_a_correction_that_takes_it_away(known: KnownForTests) -> None:
    known.earlier = somebody("sealed")
    assert set(known.broken(somebody())) == {"only_an_order_unseals"}


def test_what_a_kind_is_always_marked_with_is_added_once(known: KnownForTests) -> None:
    confirmation = ReliefConfirmation(execution=Ref(UUID(int=1)))
    marked = with_due_markings(confirmation, known.profile, Pillar.POLICE)
    assert marked.markings == ("sealed",)
    assert with_due_markings(marked, known.profile, Pillar.POLICE) is marked


def juvenile_arrest(story: Story, born: str) -> Arrest:
    story.known.correct(story.ada, replace(story.known.record(story.ada), birth_date=born))
    return replace(story.known.record(story.arrest), markings=("juvenile",))


def test_who_was_a_minor_stays_protected_lets_a_corrected_birth_date_take_the_marking_away(story: Story) -> None:
    arrest = juvenile_arrest(story, "1990-12-10")
    story.known.earlier = arrest
    assert "who_was_a_minor_stays_protected" not in story.known.broken(replace(arrest, markings=()))


def test_who_was_a_minor_stays_protected_refuses_a_correction_that_takes_it_away(story: Story) -> None:
    arrest = juvenile_arrest(story, "2008-03-03")
    story.known.earlier = arrest
    assert "who_was_a_minor_stays_protected" in story.known.broken(replace(arrest, markings=()))


@pytest.mark.parametrize(
    "born, is_minor",
    [
        ("2008-03-03", True),
        ("2008-03-02", False),
        ("2008", True),
        ("2007", False),
        ("2008-03", True),
        ("2008-02", False),
        ("1990-12-10", False),
    ],
)
def test_a_minor_is_one_to_the_day_and_who_may_be_a_child_is_treated_as_one(
    story: Story, born: str, *, is_minor: bool
) -> None:
    """The arrest is on 2 March 2026: whoever was born on that day of 2008 has come of age with it."""
    person = replace(story.known.record(story.ada), birth_date=born)
    for country in ("us", "in"):
        assert is_about_minor(story.known.record(story.arrest), person, profile(country)) is is_minor
