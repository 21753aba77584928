"""What a form does for whoever fills it in: hashes, suggestions, whom it may be, who will see it, errors in place."""

import hashlib
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.web.desks.conftest import At
from tests.web.desks.test_complaint_to_release import arrest, complaint

pytestmark = pytest.mark.anyio


async def test_a_photograph_is_hashed_on_the_device_and_is_not_sent(at_desk: At, place: Path) -> None:
    lee = await at_desk("lee")
    await complaint(lee)
    await lee.follows("Exhibit")
    photograph = place / "crowbar.jpg"
    photograph.write_bytes(b"not really a photograph")
    await lee.page.get_by_label("Photograph or file").set_input_files(photograph)
    field = lee.page.get_by_label("Sha256", exact=True)
    await expect(field).to_have_value(hashlib.sha256(b"not really a photograph").hexdigest())
    await lee.types("Description", "A crowbar.")
    await lee.records()
    await lee.sees(hashlib.sha256(b"not really a photograph").hexdigest())


CAMERA = """
Object.defineProperty(navigator, "mediaDevices", { value: {
    getUserMedia: async () => document.createElement("canvas").captureStream() } });
HTMLMediaElement.prototype.play = async () => {};
window.BarcodeDetector = class { async detect() { return [{ rawValue: "S-0815" }]; } };
"""


async def test_a_seal_is_scanned_where_the_browser_reads_bar_codes(at_desk: At) -> None:
    lee = await at_desk("lee")
    # No browser of a test has a camera, and this one reads no codes: what stands in for both says one.
    await lee.window.context.add_init_script(CAMERA)
    await complaint(lee)
    await lee.follows("Exhibit")
    await lee.page.get_by_role("button", name="Scan").click()
    await expect(lee.page.get_by_label("Seal number")).to_have_value("S-0815")


async def test_where_no_bar_code_can_be_read_nobody_is_offered_it(at_desk: At) -> None:
    lee = await at_desk("lee")
    await complaint(lee)
    await lee.follows("Exhibit")
    await expect(lee.page.get_by_role("button", name="Scan")).to_have_count(0)


async def test_while_a_name_is_typed_it_is_told_whom_it_may_be_and_nobody_is_entered_twice(at_desk: At) -> None:
    lee = await at_desk("lee")
    await complaint(lee)
    await arrest(lee)
    await lee.goes("/desk")
    await complaint(lee)
    await lee.follows("Arrest")
    await lee.presses("New: Person")
    await lee.types("Given name", "Ada")
    await lee.types("Surname", "Quill")
    await lee.types("Birth date", "1990-12-10")
    await lee.page.get_by_label("Birth date").blur()
    await lee.sees("This may be")
    await lee.page.get_by_role("button", name="It is this one: do not enter anew").click()
    await lee.chooses("Ground", "Probable cause")
    await lee.records()
    await lee.goes("/lists/person")
    await expect(lee.page.locator("main .cm-lines li")).to_have_count(1)


async def test_before_it_is_recorded_it_is_said_who_will_see_it_and_by_which_clause(at_desk: At) -> None:
    lee = await at_desk("lee")
    await lee.goes("/enter/arrest")
    panel = lee.page.get_by_role("complementary")
    await expect(panel).to_contain_text("Hart County Superior Court")
    await expect(panel).to_contain_text("police-data 3.3")


async def test_what_is_wrong_stands_at_its_field_and_nothing_that_was_typed_is_lost(at_desk: At) -> None:
    lee = await at_desk("lee")
    lee.window.expect("409")
    await lee.goes("/enter/diary-entry")
    await lee.types("Narrative", "A child is missing.")
    await lee.presses("Record")
    await lee.sees("This could not be done")
    await expect(lee.page.get_by_label("Narrative")).to_have_value("A child is missing.")
    await lee.page.get_by_role("link", name="Go to the field").click()
    assert await lee.page.evaluate("() => location.hash") == "#f-outcome"


async def test_a_record_is_found_by_its_name_and_chosen_without_a_mouse(at_desk: At) -> None:
    lee = await at_desk("lee")
    await complaint(lee)
    await arrest(lee)
    await lee.goes("/enter/diary-entry")
    await lee.page.get_by_label("Find: Complainant").fill("Quill")
    choice = lee.page.locator("[data-choices] button").first
    await choice.press("Enter")
    await expect(lee.page.get_by_label("Complainant", exact=True).locator("option:checked")).to_have_text("Ada Quill")


async def test_an_owner_corrects_what_it_entered_and_only_what_changed_is_a_new_version(at_desk: At) -> None:
    lee = await at_desk("lee")
    await complaint(lee)
    await lee.follows("Correct")
    await lee.types("Narrative", "Two windows are broken.")
    await lee.presses("Record")
    await lee.sees("Two windows are broken.")
    await lee.follows("History and differences")
    changed = lee.page.locator(".cm-history > li").nth(1)
    await expect(changed).to_contain_text("Two windows are broken.")
    await expect(changed).not_to_contain_text("Investigating officer")


async def test_somebody_who_corrected_in_the_meantime_is_not_overwritten(at_desk: At) -> None:
    lee, again = await at_desk("lee"), await at_desk("lee")
    again.window.expect("412")
    await complaint(lee)
    address = f"{lee.page.url.split('?', maxsplit=1)[0]}/correction"
    await lee.goes(address)
    await again.goes(address)
    await lee.types("Narrative", "Lee was first.")
    await lee.records()
    await again.types("Narrative", "This came too late.")
    await again.presses("Record")
    await again.sees("The record has been corrected since you read it.")
