"""Any bytes give a message or `Invalid`, from every foreign connector."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import Invalid
from comity.exchange.calls.extracts import CallExtract, CrimeExtract
from comity.exchange.connector import Connector
from comity.exchange.crash.messages import CrashDocument, CrashMessage
from comity.exchange.nibrs.flat_file import FlatFile
from comity.exchange.nibrs.messages import NibrsMessage
from comity.records.codec import decode, encode
from tests.exchange.calls.test_extracts import CALL, CRIME, extract
from tests.exchange.crash.test_crash_messages import DOCUMENT
from tests.exchange.nibrs.scenes import GROUP_B, INCIDENT, NOTHING, VOID, message, submission

CRASH = json.dumps(DOCUMENT).encode()
CALLS = b"callNumber,callDateTime,description\nP1,2026-07-05T01:05:00Z,WELFARE\n"
CRIMES = b'CrimeDateTime,CrimeCode,Description,GeoLocation\n2026-07-05T01:05:00Z,3K,ROBBERY,"(39.5,-76.2)"\n'
SAMPLES: list[tuple[Connector, bytes]] = [
    (FlatFile(), submission(*INCIDENT, GROUP_B, NOTHING, VOID)),
    (NibrsMessage(), message()),
    (CrashDocument(), CRASH),
    (CrashMessage(), message()),
    (CallExtract(), CALLS),
    (CrimeExtract(), CRIMES),
    (CallExtract(), extract(CALL)),
    (CrimeExtract(), extract(CRIME)),
]


def complain_without_remedy(wrong: Invalid) -> None:
    assert wrong.remedy


def try_reading(connector: Connector, raw: bytes) -> None:
    connector.recognizes(raw, "a file")
    try:
        read = connector.read(raw)
    except Invalid as wrong:
        complain_without_remedy(wrong)
    else:
        for draft in read.records:
            assert decode(type(draft.record), encode(draft.record)) == draft.record


@pytest.mark.parametrize("connector, sample", SAMPLES)
@given(raw=st.binary(max_size=200))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_noise_gives_a_message_or_invalid(connector: Connector, sample: bytes, raw: bytes) -> None:
    try_reading(connector, raw)


@pytest.mark.parametrize("connector, sample", SAMPLES)
@given(data=st.data())
@settings(max_examples=150)
def test_a_spoiled_message_gives_a_message_or_invalid(connector: Connector, sample: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sample)))
    length = data.draw(st.sampled_from([0, 1, 2, 8, 40, 400]))
    filler = data.draw(
        st.one_of(st.binary(max_size=12), st.sampled_from([b"9" * 50, b"null", b"\x00", b"\xff", b"NaN", b"{}", b"[]"]))
    )
    try_reading(connector, sample[:start] + filler + sample[start + length :])
