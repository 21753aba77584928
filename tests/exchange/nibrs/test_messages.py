"""A NIBRS message in XML gives the same records as the flat file of the same incident."""

import re

import pytest
from lxml import etree

from comity.errors import Invalid
from comity.exchange.leaves import leaves
from comity.exchange.nibrs.flat_file import FlatFile
from comity.exchange.nibrs.messages import NibrsMessage
from comity.exchange.xml import read_xml
from tests.exchange.comparing import dangling, mutated, told, unmoved
from tests.exchange.nibrs.scenes import INCIDENT, message, submission


def test_flat_file_and_message_of_one_incident_give_equal_records() -> None:
    flat, niem = FlatFile().read(submission(*INCIDENT)), NibrsMessage().read(message())
    assert not niem.refusals
    assert not dangling(niem)
    assert (niem.taken, niem.untaken) == (niem.leaves, ())
    assert [line.replace("NIBRS message", "NIBRS flat file") for line in told(niem.records)] == told(flat.records)


@pytest.mark.parametrize(
    "old, new, said",
    [
        (b">220<", b">2X0<", "OffenseUCRCode: '2X0' is no code"),
        (b">STOLEN<", b">LOST<", "'LOST' is no code of nibrs-property-loss"),
        (b">Acquaintance<", b">Nemesis<", "'Nemesis' is no code of nibrs-relationship"),
        (b">12000<", b">twelve<", "'twelve' is no number"),
        (b">GROUP A INCIDENT REPORT<", b">GROUP C<", "NIBRSReportCategoryCode is missing or unknown"),
        (b"<j:VictimSequenceNumberText>1<", b"<j:VictimSequenceNumberText>one<", "'one' is no sequence number"),
    ],
)
def test_a_bad_part_is_refused_by_its_line_and_the_rest_comes_in(old: bytes, new: bytes, said: str) -> None:
    assert old in message()
    read = NibrsMessage().read(message().replace(old, new, 1))
    (refusal,) = read.refusals
    assert refusal.place.startswith("line ")
    assert said in refusal.error.message
    assert refusal.error.remedy
    assert not dangling(read)


def test_what_counts_as_taken_makes_a_difference() -> None:
    raw = message()
    changed = []
    for leaf in leaves(read_xml(raw)):
        root = read_xml(raw)
        steps = re.findall(r"/(\w+)(?:\[(\d+)\])?", leaf.path)[1:]
        found = root
        for name, place in steps:
            found = [child for child in found if etree.QName(child).localname == name][int(place or 1) - 1]
        found.text = mutated(leaf.value)
        changed.append((leaf.path, etree.tostring(root)))
    assert len(changed) == 80
    assert unmoved(NibrsMessage(), raw, changed) == []


@pytest.mark.parametrize(
    "raw", [b"", b"<", b"<a/>", b"<n:Submission xmlns:n='http://fbi.gov/cjis/nibrs/2019'/>", b"<!DOCTYPE x><x/>"]
)
def test_what_is_no_submission_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        NibrsMessage().read(raw)
