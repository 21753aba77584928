"""What is dropped into a folder: each hand-off whole, once, in the format that was asked for, and nowhere else."""

from pathlib import Path

import pytest
from msgspec.json import decode

from comity.acts.subscribe import Terms, subscribe
from comity.errors import Refused
from comity.exchange.outwards import outward
from comity.records.governance.subscription import Way
from comity.store.node import Node
from tests.entering import enter_arrest
from tests.handing.test_webhooks import until
from tests.worlds import session_of

pytestmark = pytest.mark.anyio


async def test_a_folder_gets_a_file_for_each_hand_off_and_nothing_of_the_record_in_it(node: Node, place: Path) -> None:
    await subscribe(node, session_of(node, "clark"), ["arrest"], terms=Terms(way=Way.FILES, address="feed"))
    arrests = [(await enter_arrest(node)).entry.id for _ in range(3)]
    folder = place / "hart-court" / "feed"
    await until(lambda: folder.is_dir() and len(list(folder.glob("*.json"))) == 3)
    files = sorted(folder.glob("*.json"))
    assert [decode(each.read_bytes())["data"]["record"] for each in files] == [str(id) for id in arrests]
    assert [each.name.partition("-")[0] for each in files] == ["000000001", "000000002", "000000003"]


async def test_whoever_may_copy_gets_the_record_as_a_message_of_its_exchange(node: Node, place: Path) -> None:
    terms = Terms(way=Way.FILES, address="feed", format="niem-json")
    await subscribe(node, session_of(node, "clark"), ["arrest"], terms=terms, formats=outward())
    arrest = (await enter_arrest(node)).entry.id
    folder = place / "hart-court" / "feed"
    await until(lambda: folder.is_dir() and len(list(folder.glob("*.json"))) == 1)
    (told,) = folder.glob("*.json")
    text = told.read_text()
    assert str(arrest) in text
    assert "Found behind the shop" not in text, "the court does not see the narrative"


@pytest.mark.parametrize("address", ["../hart-pd", "/etc", "a/b", "A", ".", ""])
async def test_no_wish_leads_out_of_the_folder_of_its_agency(node: Node, address: str) -> None:
    with pytest.raises(Refused) as wrong:
        await subscribe(
            node, session_of(node, "clark"), ["arrest"], terms=Terms(way=Way.FILES, address=address or None)
        )
    assert wrong.value.field == "address"


@pytest.mark.parametrize("address", ["ftp://court.example/", "https://user@court.example/", "https://", "court"])
async def test_a_wish_for_what_is_no_address_of_a_webhook_is_told_at_once(node: Node, address: str) -> None:
    with pytest.raises(Refused) as wrong:
        await subscribe(node, session_of(node, "clark"), ["arrest"], terms=Terms(way=Way.WEBHOOK, address=address))
    assert wrong.value.field == "address"
