"""What sets off a message: a movement, a release, a sentence; a court gets of an arrest what it may see."""

import msgspec
import pytest

from comity.acts.read import read
from comity.acts.viewing import View
from comity.exchange.outwards import outward_named
from comity.exchange.schemas import SchemaFolder
from comity.records.justice.arrest import Arrest
from comity.records.justice.charges import Charge
from comity.records.justice.custody_movement import CustodyMovement
from comity.records.justice.disposition import Disposition, Ending
from comity.records.justice.release import Release
from comity.records.justice.sentence import Sentence
from comity.store.node import Node
from tests.corpus import corpus
from tests.entering import arrest_fields, enter, enter_incident, enter_person
from tests.exchange.ojbc import sent
from tests.exchange.ojbc.returned import read_back
from tests.worlds import session_of

# Far from the records of the scene.
SECOND, BOTH = 41, 42


@pytest.mark.parametrize("number, kind", [(sent.MOVE, CustodyMovement), (sent.RELEASE, Release)])
def test_news_of_custody_tells_of_the_booking_and_of_the_news(number: int, kind: type) -> None:
    message = read_back(outward_named("ojbc-custody").write(*sent.seen(number)))
    assert sum(isinstance(each.record, kind) for each in message.records) == 1


def test_a_release_alone_with_what_it_refers_to_is_told() -> None:
    forward = [sent.RELEASE, sent.BOOKING, sent.ARREST, sent.ADA]
    message = read_back(outward_named("ojbc-custody").write(*sent.seen(sent.RELEASE, forward)))
    (release,) = [each.record for each in message.records if isinstance(each.record, Release)]
    assert release.released_at == "2026-05-30T10:00:00Z"


def sentenced_on_two_charges() -> bytes:
    view, around = sent.seen(sent.SENTENCE)
    first, case = sent.ALL[sent.DISPOSITION].record, sent.ALL[sent.CASE].record
    sentence = sent.ALL[sent.SENTENCE].record
    assert isinstance(first, Disposition)
    assert isinstance(sentence, Sentence)
    second = msgspec.structs.replace(first, charge_tracking_number=sent.TWO, number="HSC-DI-2", ending=Ending.CONVICTED)
    charges = (Charge(charge_tracking_number=sent.ONE), Charge(charge_tracking_number=sent.TWO, number="C-2"))
    around[sent.identity(SECOND)] = sent.Entered(SECOND, second, sent.COURT).seen()
    listed = msgspec.structs.replace(case, charges=charges)
    around[sent.identity(sent.CASE)] = sent.Entered(sent.CASE, listed, sent.COURT).seen()
    both = msgspec.structs.replace(sentence, dispositions=(sent.ref(sent.DISPOSITION), sent.ref(SECOND)))
    view = sent.Entered(sent.SENTENCE, both, sent.COURT).seen()
    return outward_named("ojbc-disposition-notification").write(view, around)


def test_a_sentence_on_two_charges_tells_of_each_with_its_own_disposition() -> None:
    found = [each.record for each in read_back(sentenced_on_two_charges()).records]
    ended = {each.number: each.charge_tracking_number for each in found if isinstance(each, Disposition)}
    assert ended == {"HSC-DI-1": sent.ONE, "HSC-DI-2": sent.TWO}


@pytest.mark.corpus
def test_a_sentence_on_two_charges_is_valid_by_its_own_schemas() -> None:
    SchemaFolder(corpus("ojbc-iepds") / "Subscription_Notification").check(sentenced_on_two_charges())


@pytest.mark.anyio
async def test_a_court_gets_of_an_arrest_what_it_may_see_and_no_narrative(node: Node) -> None:
    lee, clark = session_of(node, "lee"), session_of(node, "clark")
    ada, incident = await enter_person(node), await enter_incident(node)
    arrest = await enter(
        node, lee, "arrest", **arrest_fields(incident, ada, description="Seen by a neighbor.", agency_name="Hart City")
    )
    shown: list[View] = [await read(node, clark, id) for id in (arrest.entry.id, ada, incident)]
    raw = outward_named("ojbc-arrest-notification").write(shown[0], {view.id: view for view in shown[1:]})
    message = read_back(raw)
    (told,) = [each.record for each in message.records if isinstance(each.record, Arrest)]
    assert [charge.statutes[0].code for charge in told.charges] == ["220", "240"]
    for secret in (b"neighbor", b"behind the shop", b"window was broken"):
        assert secret not in raw
