"""Agreements: who the parties are, until when, on which conditions, which clauses; and the two digests they sign."""

import hashlib
from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, structs

from comity.policy.clauses import Clause

Key = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$(?!\n)")]
Words = Annotated[str, Meta(min_length=1)]
# As long as the record of it may be.
Title = Annotated[str, Meta(min_length=1, max_length=400)]
Name = Annotated[str, Meta(max_length=200)]


# What is read by people alone: a change of it binds nobody to anything else.
WORDS = frozenset({"prose", "authority", "title", "purpose", "governance", "language", "definitions"})


class Tier(StrEnum):
    """The three sorts of agreement, each under the one before.

    A memorandum of understanding says how partners work together; under it, a data sharing agreement says what one
    source shares; under that, a data use license says what one project may do with it.
    """

    MOU = "memorandum"
    DSA = "data-sharing-agreement"
    DUL = "data-use-license"

    @property
    def rank(self) -> int:
        """How high it stands, 0 for the highest."""
        return list(Tier).index(self)


class Joinder(StrEnum):
    """Who must sign for a party to join: all current parties, or more than half of them."""

    ALL = "all-parties"
    MAJORITY = "majority"


class Precondition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be true for an agreement to be in force: exactly one of certificate and attestation.

    ``certificate`` is a training course of which somebody at ``party`` (every party, where none is named) holds a valid
    certificate; ``attestation`` is a name under which a signatory of that party has attested something, such as a
    review of its security.
    """

    certificate: Name = ""
    attestation: Name = ""
    party: str = ""
    prose: str = ""


class Agreement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What agencies agree on. In force from ``begins`` on, until the day ``expires`` begins, both at midnight UTC.

    ``under`` names the agreements of a higher tier that it rests on: it is in force only while all of them are.
    ``authority_required`` asks each clause to name the law by which the parties may agree on it.
    """

    key: Key
    title: Title
    tier: Tier
    version: Annotated[int, Meta(ge=1)]
    parties: tuple[str, ...]
    under: tuple[str, ...] = ()
    begins: date
    expires: date
    profile: str = "us"
    language: str = "en"
    purpose: Words
    governance: Words
    joinder: Joinder = Joinder.ALL
    authority_required: bool = False
    definitions: dict[str, str] = {}
    preconditions: tuple[Precondition, ...] = ()
    clauses: tuple[Clause, ...] = ()


def text_hash(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in hexadecimal: what a party signs."""
    return hashlib.sha256(text.encode()).hexdigest()


def rules_hash(agreement: Agreement) -> str:
    """Give the SHA-256 of what an agreement compiles to, in hexadecimal: what binds the machine.

    It is taken over canonical JSON (sorted names, no spaces, nothing that is as it is unless said otherwise), without
    what only people read: two texts that bind alike have one hash, and a later release gives the same.
    """
    return hashlib.sha256(msgspec.json.encode(_binding(agreement), order="sorted")).hexdigest()


def _binding(value: object) -> object:
    match value:
        case Struct():
            said = ((field.name, getattr(value, field.name), field.default) for field in structs.fields(value))
            return {name: _binding(given) for name, given, usual in said if name not in WORDS and given != usual}
        case tuple():
            return [_binding(each) for each in value]
        case _:
            return value
