"""The FBI's own test files: what they accept we take, what they refuse for its form we refuse with the same number."""

from dataclasses import replace
from pathlib import Path

import pytest

from comity.errors import Invalid
from comity.exchange.leaves import Taker, local
from comity.exchange.nibrs.edits import faults
from comity.exchange.nibrs.flat import Fault, Segment, groups, segments
from comity.exchange.nibrs.flat_file import FlatFile
from comity.exchange.nibrs.flat_reports import report as flat_report
from comity.exchange.nibrs.messages import NibrsMessage
from comity.exchange.nibrs.niem import Source
from comity.exchange.nibrs.niem_reports import report as message_report
from comity.exchange.nibrs.reports import GroupAIncident
from comity.exchange.xml import read_xml
from tests.corpus import corpus
from tests.exchange.comparing import dangling

pytestmark = pytest.mark.corpus

SUBMISSIONS = ("Test-Submission-1.txt", "Test-Submission-2.txt")


def of_form(number: str) -> bool:
    """Whether an FBI error number speaks of the form of one value: not in its table, or no age."""
    return number.endswith("04") or number == "556"


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_we_refuse_for_form_what_the_fbi_refused_and_nothing_else(name: str) -> None:
    folder = corpus("nibrs") / "test-files"
    answer = (folder / name.replace("Submission", "EDS")).read_text().splitlines()
    theirs = {
        (int(line[6:13]), line[46:49]) for line in answer if line[6:13].strip().isdigit() and of_form(line[46:49])
    }
    read = [s for s in segments((folder / name).read_text()) if isinstance(s, Segment)]
    ours = {(fault.record, fault.number) for segment in read for fault in faults(segment)}
    assert ours == theirs


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_a_whole_submission_comes_in(name: str) -> None:
    raw = (corpus("nibrs") / "test-files" / name).read_bytes()
    assert FlatFile().recognizes(raw, name)
    message = FlatFile().read(raw)
    assert len(message.refusals) == len({r.place for r in message.refusals})
    assert message.taken / message.leaves > 0.97
    assert not dangling(message)


def messages() -> list[Path]:
    folder = corpus("nibrs") / "iepd-2019.1"
    return sorted([*folder.glob("iep-sample/*.xml"), *folder.glob("impl/xml/*/*.xml")])


def test_every_well_formed_sample_message_comes_in_without_a_refusal() -> None:
    read = 0
    for path in messages():
        raw = path.read_bytes()
        assert NibrsMessage().recognizes(raw, path.name)
        if path.name == "nibrs_GroupAReplace_Sample.xml":
            with pytest.raises(Invalid, match="well-formed"):
                NibrsMessage().read(raw)
            continue
        message = NibrsMessage().read(raw)
        assert message.refusals == ()
        assert message.taken / message.leaves > 0.95, (path.name, message.untaken)
        assert not dangling(message)
        read += 1
    assert read == 9


def flat(path: Path) -> GroupAIncident:
    found = flat_report([s for s in segments(path.read_text()) if not isinstance(s, Fault)])
    assert isinstance(found, GroupAIncident)
    return found


def niem(path: Path) -> GroupAIncident:
    root = read_xml(path.read_bytes())
    element = next(child for child in root if local(child) == "Report")
    found = message_report(Source(element, Taker(root)), None)
    assert isinstance(found, GroupAIncident)
    return found


def test_the_published_pair_differs_only_where_its_author_let_it_differ() -> None:
    folder = corpus("nibrs") / "flat-xml-pairs"
    one, other = flat(folder / "Flatfile-XML_Test_1.txt"), niem(folder / "Flatfile-XML_Test_1.xml")
    (offense,) = one.offenses
    things = [replace(p, quantity=1) for p in one.properties]
    # The message gives another month and hour, calls the burglary attempted, leaves out how it was entered and the
    # cargo theft flag, counts every item, and has the jewelry that was stolen under clothing.
    things[1] = replace(things[1], description="16")
    assert other == replace(
        one,
        submission=other.submission,
        time="02:00",
        cargo_theft=None,
        offenses=(replace(offense, attempted=True, method_of_entry=""),),
        properties=tuple(things),
    )


def test_the_drafted_pair_agrees_on_what_both_forms_say() -> None:
    folder = corpus("nibrs") / "flat-xml-pairs"
    one, other = flat(folder / "NIBRS_Test_Sample.txt"), niem(folder / "NIBRS_Test_Sample.xml")
    assert (one.number, one.date, one.time, one.offenses) == (other.number, other.date, other.time, other.offenses)
    assert one.arrests == other.arrests
    assert [v.kind for v in one.victims] == [v.kind for v in other.victims]
    assert [(p.description, p.loss) for p in sorted(one.properties, key=str)] == [
        (p.description, p.loss) for p in sorted(other.properties, key=str)
    ]


def test_every_pair_is_one_report() -> None:
    for path in sorted((corpus("nibrs") / "flat-xml-pairs").glob("*.txt")):
        together = [s for s in segments(path.read_text()) if isinstance(s, Segment)]
        assert len(list(groups(together))) == 1
        message = FlatFile().read(path.read_bytes())
        assert (message.refusals, message.untaken) == ((), ())
