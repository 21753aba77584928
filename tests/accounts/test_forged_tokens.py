"""No forged word of the issuer is believed: algorithms, keys, headers, claims, times, and bytes that are no token."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from comity.api.id_tokens import Word, keys_of, read_id_token
from comity.errors import Invalid, Refused
from tests.accounts.forging import (
    ISSUER,
    NONCE,
    Token,
    base64url,
    ec_key,
    part,
    public_ec,
    public_pem,
    public_rsa,
    published,
    rsa_key,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
AT = int(NOW.timestamp())
KEYS = keys_of(published())
ES = {"alg": "ES256", "kid": "e1", "typ": "JWT"}


def believed(token: str, *, nonce: str = NONCE) -> Word:
    return read_id_token(token, KEYS, ISSUER, nonce=nonce, now=NOW)


def header(**more: Any) -> dict[str, Any]:
    return {"alg": "RS256", "kid": "r1", "typ": "JWT", **more}


GOOD = {
    "signed with RSA": Token(NOW),
    "signed with an elliptic curve": Token(NOW, ES, signer="es256"),
    "without a type": Token(NOW, dropped=("typ",)),
    "for several audiences, to us": Token(NOW, claims={"aud": ["comity", "other"], "azp": "comity"}),
    "with a begin": Token(NOW, claims={"nbf": AT}),
    "by a clock a minute ahead": Token(NOW, claims={"iat": AT + 60}),
    "until the next second": Token(NOW, claims={"exp": AT + 1}),
    "ten minutes old": Token(NOW, claims={"iat": AT - 600}),
}
FORGED = {
    "alg none": Token(NOW, header(alg="none"), signer="nothing"),
    "alg None": Token(NOW, header(alg="None"), signer="nothing"),
    "alg NONE": Token(NOW, header(alg="NONE"), signer="nothing"),
    "alg nOnE with a digest": Token(NOW, header(alg="nOnE"), signer="digest"),
    "alg empty": Token(NOW, header(alg=""), signer="nothing"),
    "alg null": Token(NOW, header(alg=None), signer="nothing"),
    "alg a list": Token(NOW, header(alg=["RS256"])),
    "alg a number": Token(NOW, header(alg=256)),
    "alg in small letters": Token(NOW, header(alg="rs256")),
    "alg left out": Token(NOW, dropped=("alg",)),
    "signature left out": Token(NOW, signer="nothing"),
    "HS256 with the public key": Token(NOW, header(alg="HS256"), signer="hs256-public-key"),
    "HS256 said to be RS256": Token(NOW, signer="hs256-public-key"),
    "HS256 with a published secret": Token(NOW, header(alg="HS256", kid="shared"), signer="hs256-shared"),
    "HS256 with an empty secret": Token(NOW, header(alg="HS256"), signer="hs256-empty"),
    "RS256 by a published secret": Token(NOW, header(kid="shared"), signer="hs256-shared"),
    "RS512": Token(NOW, header(alg="RS512"), signer="rs512"),
    "RS512 said to be RS256": Token(NOW, signer="rs512"),
    "PS256": Token(NOW, header(alg="PS256"), signer="ps256"),
    "PS256 said to be RS256": Token(NOW, signer="ps256"),
    "another RSA key": Token(NOW, signer="rs256-other-key"),
    "a key that is too short": Token(NOW, header(kid="short"), signer="rs256-short-key"),
    "a key for encryption": Token(NOW, header(kid="enc")),
    "a key for another algorithm": Token(NOW, header(kid="other-alg")),
    "another elliptic key": Token(NOW, ES, signer="es256-other-key"),
    "ES256 with an RSA key": Token(NOW, {**ES, "kid": "r1"}, signer="es256"),
    "RS256 with an elliptic key": Token(NOW, header(kid="e1")),
    "ES256 signature of zeros": Token(NOW, ES, signer="es256-zeros"),
    "ES256 signature in DER": Token(NOW, ES, signer="es256-der"),
    "kid unknown": Token(NOW, header(kid="r2")),
    "kid left out": Token(NOW, dropped=("kid",)),
    "kid a path": Token(NOW, header(kid="../../dev/null")),
    "kid a statement": Token(NOW, header(kid="' or true --")),
    "kid a number": Token(NOW, header(kid=1)),
    "kid null": Token(NOW, header(kid=None)),
    "jku of the forger": Token(NOW, header(jku="https://forger.example/keys"), signer="rs256-other-key"),
    "jku of the issuer": Token(NOW, header(jku=ISSUER.keys)),
    "jwk of the forger": Token(NOW, header(jwk=public_rsa("r1", rsa_key(2048, 1))), signer="rs256-other-key"),
    "jwk elliptic": Token(NOW, {**ES, "jwk": public_ec("e1", ec_key(1))}, signer="es256-other-key"),
    "x5u of the forger": Token(NOW, header(x5u="https://forger.example/chain.pem")),
    "x5c of the forger": Token(NOW, header(x5c=["MIIB"]), signer="rs256-other-key"),
    "crit unknown": Token(NOW, header(crit=["exp"], exp=1)),
    "crit empty": Token(NOW, header(crit=[])),
    "b64 false": Token(NOW, header(b64=False, crit=["b64"])),
    "zip": Token(NOW, header(zip="DEF")),
    "nested by cty": Token(NOW, header(cty="JWT")),
    "an access token": Token(NOW, header(typ="at+jwt")),
    "a logout token": Token(NOW, header(typ="logout+jwt")),
    "typ a number": Token(NOW, header(typ=1)),
    "another issuer": Token(NOW, claims={"iss": "https://id.forger.example"}),
    "issuer with a slash": Token(NOW, claims={"iss": ISSUER.issuer + "/"}),
    "issuer in capitals": Token(NOW, claims={"iss": ISSUER.issuer.upper()}),
    "issuer a list": Token(NOW, claims={"iss": [ISSUER.issuer]}),
    "issuer left out": Token(NOW, dropped=("iss",)),
    "another audience": Token(NOW, claims={"aud": "other"}),
    "audiences without us": Token(NOW, claims={"aud": ["other", "comity-test"], "azp": "comity"}),
    "several audiences, no party": Token(NOW, claims={"aud": ["comity", "other"]}),
    "several audiences, another party": Token(NOW, claims={"aud": ["comity", "other"], "azp": "other"}),
    "another party": Token(NOW, claims={"azp": "other"}),
    "no audience": Token(NOW, dropped=("aud",)),
    "audience empty": Token(NOW, claims={"aud": []}),
    "audience an object": Token(NOW, claims={"aud": {"comity": True}}),
    "expired now": Token(NOW, claims={"exp": AT}),
    "expired a second ago": Token(NOW, claims={"exp": AT - 1}),
    "expiry left out": Token(NOW, dropped=("exp",)),
    "expiry a text": Token(NOW, claims={"exp": str(AT + 300)}),
    "expiry null": Token(NOW, claims={"exp": None}),
    "expiry true": Token(NOW, claims={"exp": True}),
    "expiry beyond all years": Token(NOW, claims={"exp": 10**18}),
    "expiry negative": Token(NOW, claims={"exp": -1}),
    "begins in two minutes": Token(NOW, claims={"nbf": AT + 120}),
    "begin a text": Token(NOW, claims={"nbf": "now"}),
    "issued in two minutes": Token(NOW, claims={"iat": AT + 120}),
    "issued eleven minutes ago": Token(NOW, claims={"iat": AT - 660}),
    "issued left out": Token(NOW, dropped=("iat",)),
    "another nonce": Token(NOW, claims={"nonce": "of another sign-in"}),
    "nonce left out": Token(NOW, dropped=("nonce",)),
    "nonce empty": Token(NOW, claims={"nonce": ""}),
    "nonce a list": Token(NOW, claims={"nonce": [NONCE]}),
    "subject left out": Token(NOW, dropped=("sub",)),
    "subject empty": Token(NOW, claims={"sub": ""}),
    "subject a number": Token(NOW, claims={"sub": 7}),
}


def raw_forgeries() -> dict[str, str]:
    """Give texts that never were a token, or were one before somebody touched them."""
    good = Token(NOW).text()
    head, claims, signature = good.split(".")
    theirs = part({"iss": ISSUER.issuer, "sub": "adam-at-the-issuer", "aud": "comity", "nonce": NONCE})
    twice = base64url(b'{"alg":"none","alg":"RS256","kid":"r1"}')
    return {
        "claims of another": f"{head}.{theirs}.{signature}",
        "header of another": f"{part(header(alg='none'))}.{claims}.{signature}",
        "signature cut": f"{head}.{claims}.{signature[:-4]}",
        "signature empty": f"{head}.{claims}.",
        "signature in other letters": f"{head}.{claims}.{signature.swapcase()}",
        "two parts": f"{head}.{claims}",
        "four parts": f"{good}.{signature}",
        "five parts, encrypted": f"{good}.{head}.{claims}",
        "nothing": "",
        "dots": "..",
        "no JSON": f"{base64url(b'alg')}.{claims}.{signature}",
        "a list": f"{part(['RS256'])}.{claims}.{signature}",
        "a header that says two things": f"{twice}.{claims}.{signature}",
        "not base64": f"{head}.!!!.{signature}",
        "padding in it": f"{head}=.{claims}=.{signature}=",
        "letters of no alphabet": f"{head}.{claims}.\u00e9\u00e9",
        "broken text": f"{base64url(bytes([255, 254]))}.{claims}.{signature}",
        "too long": f"{head}.{part({'sub': 'x' * 20_000})}.{signature}",
        "deep": f"{base64url(b'[' * 5000)}.{claims}.{signature}",
        "spaces around": f" {good} ",
        "a line break after": f"{good}\n",
        "a public key": public_pem().decode(),
    }


@pytest.mark.parametrize("token", GOOD.values(), ids=GOOD.keys())
def test_a_token_of_the_issuer_is_believed(token: Token) -> None:
    assert believed(token.text()).subject == "lee-at-the-issuer"


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED.keys())
def test_no_forged_token_is_believed(token: Token) -> None:
    with pytest.raises(Refused):
        believed(token.text())


@pytest.mark.parametrize("text", raw_forgeries().values(), ids=raw_forgeries().keys())
def test_no_bytes_that_are_no_token_are_believed(text: str) -> None:
    with pytest.raises(Refused):
        believed(text)


def test_at_least_sixty_forgeries_are_tried() -> None:
    assert len(FORGED) + len(raw_forgeries()) >= 60


def test_no_token_is_believed_for_a_sign_in_without_a_nonce() -> None:
    with pytest.raises(Refused):
        believed(Token(NOW, claims={"nonce": ""}).text(), nonce="")


def test_every_bit_of_a_token_counts() -> None:
    good = Token(NOW).text()
    for place in range(0, len(good), 3):
        letter = "A" if good[place] != "A" else "B"
        changed = good[:place] + letter + good[place + 1 :]
        if _same_bytes(changed, good):
            continue
        with pytest.raises(Refused):
            believed(changed)


def _same_bytes(one: str, other: str) -> bool:
    # The last letter of a part may carry bits that stand for nothing.
    return [part[:-1] for part in one.split(".")] == [part[:-1] for part in other.split(".")]


@pytest.mark.parametrize(
    "claims,second_factor",
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["hwk"]}, True),
        ({"acr": "urn:hart:aal2"}, True),
        ({"acr": "urn:hart:aal1"}, False),
        ({"acr": ""}, False),
    ],
)
def test_two_factors_are_believed_only_as_the_settings_say(claims: dict[str, Any], *, second_factor: bool) -> None:
    assert believed(Token(NOW, claims=claims).text()).second_factor is second_factor


def test_an_issuer_whose_settings_name_no_factors_never_gives_two() -> None:
    silent = msgspec.structs.replace(ISSUER, acr=(), amr=())
    token = Token(NOW, claims={"acr": "urn:hart:aal2", "amr": ["mfa"]}).text()
    assert not read_id_token(token, KEYS, silent, nonce=NONCE, now=NOW).second_factor


@pytest.mark.parametrize("claims", [{"amr": "mfa"}, {"amr": [1]}, {"acr": ["urn:hart:aal2"]}])
def test_factors_that_are_no_list_of_names_are_not_believed(claims: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        believed(Token(NOW, claims=claims).text())


def test_only_signing_keys_of_the_two_algorithms_are_taken() -> None:
    assert set(KEYS) == {"r1", "e1"}


@pytest.mark.parametrize("document", [b"", b"[]", b"{}", b'{"keys":{}}', b'{"keys":[', b"\xff"])
def test_a_set_of_keys_that_is_none_is_refused(document: bytes) -> None:
    with pytest.raises(Invalid):
        keys_of(document)
