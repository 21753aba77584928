"""What becomes of the consortium's own sample messages, read where they stand."""

import json
from collections import defaultdict
from collections.abc import Iterator

import pytest

from comity.errors import Invalid
from comity.exchange.connector import Message
from comity.exchange.leaves import Leaf, leaves
from comity.exchange.xml import read_xml
from comity.records.codec import decode, encode
from comity.records.reach import pointers_of
from tests.exchange.ojbc.samples import Sample, samples

pytestmark = pytest.mark.corpus


def read(sample: Sample) -> Message:
    assert isinstance(sample.became, Message), f"{sample.path.name}: {sample.became}"
    return sample.became


def strings(value: object) -> Iterator[str]:
    match value:
        case dict():
            for inner in value.values():
                yield from strings(inner)
        case list():
            for inner in value:
                yield from strings(inner)
        case bool():
            yield str(value).lower()
            yield str(int(value))
        case _:
            yield str(value)


def test_the_samples_are_all_there() -> None:
    assert sum(sample.valid for sample in samples()) >= 102
    assert sum(bool(sample.fault) for sample in samples()) >= 11


def test_at_least_95_percent_of_the_valid_samples_import_without_a_refusal() -> None:
    valid = [sample for sample in samples() if sample.valid]
    whole = [s for s in valid if isinstance(s.became, Message) and s.became.records and not s.became.refusals]
    assert len(whole) >= 0.95 * len(valid)


def test_at_least_90_percent_of_the_leaves_of_the_valid_samples_land_in_fields() -> None:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for sample in samples():
        if sample.valid:
            message = read(sample)
            for place, more in enumerate((1, message.leaves, message.taken)):
                counts[sample.folder][place] += more
    print("\n| exchange | valid samples | leaves | in fields | share |\n|---|---|---|---|---|")
    for folder, (files, total, taken) in counts.items():
        print(f"| {folder} | {files} | {total} | {taken} | {100 * taken / total:.1f} % |")
    files, total, taken = (sum(each) for each in zip(*counts.values(), strict=True))
    print(f"| all | {files} | {total} | {taken} | {100 * taken / total:.1f} % |")
    assert taken >= 0.90 * total
    assert all(taken >= 0.90 * total for _, total, taken in counts.values())


def test_what_breaks_its_own_schema_is_refused_with_the_line_and_the_reason() -> None:
    broken = [sample.fault for sample in samples() if sample.fault]
    assert len(broken) == 11
    assert all("line " in fault for fault in broken)


def test_what_is_not_well_formed_is_refused_with_a_reason() -> None:
    refused = [s for s in samples() if isinstance(s.became, Invalid) and b"\n<?xml" in s.path.read_bytes()]
    assert refused


def test_every_leaf_that_counts_as_landed_stands_in_a_field_of_a_record() -> None:
    for sample in samples():
        if not isinstance(sample.became, Message):
            continue
        message = sample.became
        held = {text for drafted in message.records for text in strings(json.loads(encode(drafted.record)))}
        whole = "\n".join(held)
        left = set(message.untaken)
        for leaf in leaves(read_xml(message.original)):
            if leaf.path not in left:
                assert leaf.value in held or stands_in(leaf, whole), f"{sample.path.name} {leaf}"


def stands_in(leaf: Leaf, whole: str) -> bool:
    """Indicators may stand as words, and the pieces of a telephone number in the whole of it."""
    name = leaf.path.rpartition("/")[2]
    return ("Indicator" in name and leaf.value in {"true", "1"}) or ("Telephone" in name and leaf.value in whole)


def test_every_record_survives_the_codec_and_refers_only_to_records_of_its_message() -> None:
    for sample in samples():
        if isinstance(sample.became, Message):
            ids = {drafted.id for drafted in sample.became.records}
            for drafted in sample.became.records:
                assert decode(type(drafted.record), encode(drafted.record)) == drafted.record
                assert {pointer.id for pointer in pointers_of(drafted.record)} <= ids


def test_taken_and_untaken_leaves_are_all_leaves() -> None:
    for sample in samples():
        if isinstance(sample.became, Message):
            assert sample.became.taken + len(sample.became.untaken) == sample.became.leaves
