"""What waits to be sent is known to be out of date as soon as its record has a newer version, and when in doubt."""

from comity.ids import new_id
from comity.store import replaced
from comity.store.replaced import Replaced


def test_a_version_is_outdated_by_a_later_one_of_its_record_only() -> None:
    kept, id = Replaced(), new_id()
    assert not kept.outdates(id, 7)
    kept.note(id, 9)
    kept.note(id, 8)
    assert kept.outdates(id, 7)
    assert kept.outdates(id, 8)
    assert not kept.outdates(id, 9)
    assert not kept.outdates(new_id(), 7)


def test_what_was_corrected_too_long_ago_to_be_remembered_counts_as_outdated() -> None:
    kept, first = Replaced(), new_id()
    kept.note(first, 0)
    for seq in range(1, replaced._MOST + 1):
        kept.note(new_id(), seq)
    assert kept.outdates(new_id(), 1)
    assert not kept.outdates(new_id(), replaced._MOST + 1)
    assert len(kept._newest) <= replaced._MOST
