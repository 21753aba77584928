"""One-time codes are those of the standard, and an entrance is what its settings say."""

from datetime import UTC, datetime, timedelta

import pytest

from comity.acts.codes import address_of_seed, code_at, step_answered, step_at
from comity.errors import Invalid
from comity.policy.entrance import read_entrance, workstation_at
from comity.policy.session_rules import Workstation
from tests.accounts.coding import seed_in

SEED = b"12345678901234567890"
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "seconds,code",
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_those_of_rfc_6238_appendix_b(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert code_at(SEED, step_at(at)) == code
    assert step_answered(SEED, code, at, 0) == seconds // 30


def test_a_code_holds_one_step_before_and_after_and_never_twice() -> None:
    step = step_at(AT)
    for offset, holds in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        answered = step_answered(SEED, code_at(SEED, step + offset), AT, 0)
        assert (answered == step + offset) is holds
    assert step_answered(SEED, code_at(SEED, step), AT, step) is None
    assert step_answered(SEED, code_at(SEED, step - 1), AT, step) is None
    assert step_answered(SEED, code_at(SEED, step + 1), AT + timedelta(seconds=30), step) == step + 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "\u0661\u0662\u0663\u0664\u0665\u0666", "abcdef"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert step_answered(SEED, code, AT, 0) is None


def test_the_address_for_apps_holds_the_seed_and_who_it_is_for() -> None:
    address = address_of_seed(SEED, "lee", "hart.example/log")
    assert seed_in(address) == SEED
    assert address.startswith("otpauth://totp/hart.example/log%3Alee?")


WHOLE = """
[banner]
restricted = "This system belongs to the courts of Hart County."
[passkeys]
id = "comity.hart.example"
origins = ["https://comity.hart.example"]
[[workstations]]
kind = "dispatch"
networks = ["192.0.2.0/25", "2001:db8::/64"]
[issuer]
issuer = "https://id.hart.example"
client_id = "comity"
redirect = "https://comity.hart.example/callback"
authorization = "https://id.hart.example/authorize"
token = "https://id.hart.example/token"
keys = "https://id.hart.example/keys"
"""


def test_an_entrance_says_where_dispatch_sits() -> None:
    entrance = read_entrance(WHOLE)
    assert workstation_at(entrance, "192.0.2.7") is Workstation.DISPATCH
    assert workstation_at(entrance, "2001:db8::7") is Workstation.DISPATCH
    assert workstation_at(entrance, "192.0.2.200") is Workstation.OFFICE
    assert workstation_at(entrance, "no address") is Workstation.OFFICE
    assert "courts of Hart County" in entrance.banner.text
    assert read_entrance("").banner.digest != entrance.banner.digest


@pytest.mark.parametrize(
    "old,new",
    [
        ("This system belongs to the courts of Hart County.", ""),
        ("restricted =", "forbidden ="),
        ("192.0.2.0/25", "192.0.2.1/25"),
        ("dispatch", "throne-room"),
        ("https://id.hart.example/token", "http://id.hart.example/token"),
        ("https://id.hart.example/keys", "file:///etc/keys"),
        ("client_id", "client"),
        ("[issuer]", "[issuer"),
    ],
)
def test_an_entrance_that_does_not_hold_is_refused(old: str, new: str) -> None:
    with pytest.raises(Invalid):
        read_entrance(WHOLE.replace(old, new))
