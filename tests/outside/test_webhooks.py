"""Webhooks hold for every receiver of the standard, and no altered, late or foreign one does: W4 of the promises."""

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import standardwebhooks
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from comity.clock import now
from comity.errors import Invalid, Refused
from comity.outside.webhooks import Verdict, public_text, secret_of, signed, verdict, verified, wait_asked_for

AT = datetime(2026, 11, 29, 21, 0, tzinfo=UTC)
SUBSCRIPTION = UUID("7e35a2a0-5b1c-4c61-8d1b-6f3f7a1e9c55")
KEY = bytes(range(32))
OLD, NEW = (secret_of(KEY, SUBSCRIPTION, generation) for generation in (1, 2))
ID, BODY = "0192e6d8-7e35", b'{"id":"0192","kind":"arrest"}'
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def test_the_example_of_the_reference_implementations_holds() -> None:
    # The vector that the libraries of standard-webhooks/standard-webhooks share: HMAC, and Ed25519 in Go's.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signer = Ed25519PrivateKey.from_private_bytes(base64.b64decode("VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk="))
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed(b'{"test": 2432232314}', "msg_p5jXN8AQM9LWM0D4loKWxJek", at, [secret], signer=signer)
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= "
        "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==",
    }


def test_the_packages_receiver_takes_what_we_sign() -> None:
    headers = signed(BODY, ID, now(), [OLD, NEW], signer=SIGNER)
    for secret in (OLD, NEW):
        assert standardwebhooks.Webhook(secret).verify(BODY, headers) == json.loads(BODY)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(secret_of(KEY, SUBSCRIPTION, 3)).verify(BODY, headers)


def test_we_take_what_the_packages_sender_signs() -> None:
    signature = standardwebhooks.Webhook(OLD).sign(ID, AT, BODY.decode())
    headers = {"Webhook-Id": ID, "Webhook-Timestamp": str(int(AT.timestamp())), "Webhook-Signature": signature}
    assert verified(BODY, headers, [OLD], now=AT) == ID


def test_while_a_secret_is_rotated_a_receiver_may_know_either() -> None:
    headers = signed(BODY, ID, AT, [OLD, NEW])
    assert headers["webhook-signature"].count("v1,") == 2
    for known in ([OLD], [NEW], [OLD, NEW]):
        assert verified(BODY, headers, known, now=AT) == ID
    after = signed(BODY, ID, AT, [NEW])
    assert verified(BODY, after, [NEW], now=AT) == ID
    assert rule_of(BODY, after, [OLD]) == "webhook_signature"


def test_whoever_knows_the_public_key_needs_no_secret() -> None:
    headers = signed(BODY, ID, AT, [OLD], signer=SIGNER)
    assert verified(BODY, headers, [], SIGNER.public_key(), now=AT) == ID
    assert public_text(SIGNER.public_key()).startswith("whpk_")
    other = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(Refused):
        verified(BODY, headers, [], other, now=AT)
    with pytest.raises(Refused):
        verified(BODY, headers, [], now=AT)


def rule_of(body: bytes, headers: dict[str, str], secrets: list[str], at: datetime = AT) -> str:
    with pytest.raises(Refused) as told:
        verified(body, headers, secrets, SIGNER.public_key(), now=at)
    assert told.value.remedy
    return told.value.rule


def test_within_five_minutes_either_side_it_holds_and_a_second_later_it_does_not() -> None:
    headers = signed(BODY, ID, AT, [OLD], signer=SIGNER)
    for seconds in (-300, -1, 0, 299, 300):
        assert verified(BODY, headers, [OLD], now=AT + timedelta(seconds=seconds)) == ID
    for seconds in (-86400, -301, 301, 86400):
        assert rule_of(BODY, headers, [OLD], AT + timedelta(seconds=seconds)) == "webhook_time"


def test_the_same_id_twice_is_the_same_message_and_the_receivers_to_leave_out() -> None:
    first, again = (signed(BODY, ID, AT + timedelta(seconds=later), [OLD]) for later in (0, 5))
    assert verified(BODY, first, [OLD], now=AT) == verified(BODY, again, [OLD], now=AT) == ID
    assert first["webhook-signature"] != again["webhook-signature"]


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_a_body_altered_in_any_byte_does_not_hold(place: int, flip: int) -> None:
    altered = BODY[:place] + bytes([BODY[place] ^ flip]) + BODY[place + 1 :]
    assert rule_of(altered, signed(BODY, ID, AT, [OLD], signer=SIGNER), [OLD]) == "webhook_signature"


@pytest.mark.parametrize(
    "name,value,rule",
    [
        ("webhook-id", "another", "webhook_signature"),
        ("webhook-id", f"{ID}.1", "webhook_id"),
        ("webhook-id", "", "webhook_header"),
        ("webhook-id", "x" * 200, "webhook_id"),
        ("webhook-timestamp", str(int(AT.timestamp()) + 1), "webhook_signature"),
        ("webhook-timestamp", "", "webhook_header"),
        ("webhook-timestamp", "yesterday", "webhook_timestamp"),
        ("webhook-timestamp", "1.5", "webhook_timestamp"),
        ("webhook-timestamp", "-5", "webhook_timestamp"),
        ("webhook-timestamp", "\u0661\u0662", "webhook_timestamp"),
        ("webhook-timestamp", "9" * 400, "webhook_timestamp"),
        ("webhook-timestamp", "nan", "webhook_timestamp"),
        ("webhook-signature", "", "webhook_header"),
        ("webhook-signature", "v1,", "webhook_signature"),
        ("webhook-signature", "v1a,", "webhook_signature"),
        ("webhook-signature", "v1", "webhook_signature"),
        ("webhook-signature", "v2,AAAA", "webhook_signature"),
        ("webhook-signature", "v1,not base64!", "webhook_signature"),
        ("webhook-signature", "v1,\u0142", "webhook_signature"),
        ("webhook-signature", " ".join(["v1,AAAA"] * 1000), "webhook_signature"),
    ],
)
def test_a_header_altered_does_not_hold_and_the_reason_is_named(name: str, value: str, rule: str) -> None:
    assert rule_of(BODY, signed(BODY, ID, AT, [OLD], signer=SIGNER) | {name: value}, [OLD]) == rule


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_header_left_out_is_named(name: str) -> None:
    headers = signed(BODY, ID, AT, [OLD])
    del headers[name]
    with pytest.raises(Refused, match=name):
        verified(BODY, headers, [OLD], now=AT)


def test_a_signature_of_one_sort_does_not_count_as_the_other() -> None:
    headers = signed(BODY, ID, AT, [OLD])
    swapped = headers | {"webhook-signature": headers["webhook-signature"].replace("v1,", "v1a,")}
    assert rule_of(BODY, swapped, [OLD]) == "webhook_signature"


def test_every_subscription_and_generation_has_a_secret_of_its_own_and_always_the_same() -> None:
    other = UUID(int=SUBSCRIPTION.int ^ 1)
    secrets = {secret_of(KEY, each, generation) for each in (SUBSCRIPTION, other) for generation in (1, 2, 3)}
    assert len(secrets) == 6
    assert secret_of(KEY, SUBSCRIPTION, 1) == OLD
    assert secret_of(bytes(32), SUBSCRIPTION, 1) != OLD
    assert len(base64.b64decode(OLD.removeprefix("whsec_"))) == 32


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!", "whsk_" + "A" * 44, "A" * 44])
def test_a_secret_that_is_none_is_invalid(secret: str) -> None:
    with pytest.raises(Invalid):
        signed(BODY, ID, AT, [secret])


@pytest.mark.parametrize("id", ["", "a.b", "a b", "a\r\nX: y", "x" * 129])
def test_an_id_that_could_be_read_in_two_ways_is_invalid(id: str) -> None:
    with pytest.raises(Invalid):
        signed(BODY, id, AT, [OLD])


def test_a_node_key_too_short_to_derive_from_is_invalid() -> None:
    with pytest.raises(Invalid):
        secret_of(b"short", SUBSCRIPTION, 1)


def test_every_status_has_its_verdict() -> None:
    gone, later = {410}, {401, 403, 404, 405, 408, 425, 429}
    for status in range(100, 600):
        match status // 100:
            case 2:
                wanted = Verdict.DELIVERED
            case 4 if status in gone:
                wanted = Verdict.GONE
            case 4 if status not in later:
                wanted = Verdict.REFUSED_BY_RECEIVER
            case _:
                wanted = Verdict.DOWN
        assert verdict(status) is wanted, status
    assert {verdict(status) for status in (301, 302, 307, 308, 500, 502, 503, 504)} == {Verdict.DOWN}


@pytest.mark.parametrize(
    "said,seconds",
    [
        ("0", 0),
        ("120", 120),
        ("0000000000120", 120),
        ("86400", 86400),
        ("86401", 86400),
        ("9" * 5000, 86400),
        ("Sun, 29 Nov 2026 21:10:00 GMT", 600),
        ("Sun, 29 Nov 2099 21:10:00 GMT", 86400),
        ("Sun, 29 Nov 2026 20:00:00 GMT", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("\u0661", None),
    ],
)
def test_a_receiver_is_left_alone_as_long_as_it_asks_up_to_a_day(said: str, seconds: int | None) -> None:
    wanted = None if seconds is None else timedelta(seconds=seconds)
    assert wait_asked_for({"retry-after": said}, now=AT) == wanted
    assert wait_asked_for({}, now=AT) is None
