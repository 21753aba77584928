"""What a consent is good for: whether it is whole, why it is no basis, and what it covers, in plain words."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from comity.policy.sessions import PURPOSES
from comity.records.services.consent import Consent, is_combined, missing, unknown_categories
from comity.records.services.consent_elements import Element
from comity.records.services.consent_ending import ConsentEnding, EndingReason
from comity.records.services.consent_terms import ConsentForm, Instrument

LAWS: Mapping[ConsentForm, str] = {
    ConsentForm.PART2: "42 CFR Part 2",
    ConsentForm.HIPAA: "45 CFR 164.508",
    ConsentForm.VAWA: "34 U.S.C. 12291(b)(2)",
    ConsentForm.DPDP: "the DPDP Act, 2023",
    ConsentForm.GENERAL: "good practice",
}
# What the laws add for whoever receives by a paper of its own.
_DUTIES = {
    Instrument.SUD_COUNSELING_NOTES: "It covers counseling notes and nothing else (42 CFR 2.31(b)(2)).",
    Instrument.PROCEEDINGS: "It was given for proceedings and for nothing else (42 CFR 2.31(d)).",
    Instrument.CRIMINAL_JUSTICE_REFERRAL: (
        "Recipients use and redisclose only to carry out their duties toward the release or the proceeding in "
        "connection with which it was given (42 CFR 2.35(d))."
    ),
}
# Where a law says when a consent is no basis; the law as a whole where it says it in general.
_SECTIONS: Mapping[ConsentForm, Mapping[str, str]] = {
    ConsentForm.PART2: {
        "expired": "42 CFR 2.31(c)(1)",
        "revoked": "42 CFR 2.31(c)(3)",
        "false": "42 CFR 2.31(c)(4)",
        "combined": "42 CFR 2.31(b)(2), (d)",
    },
    ConsentForm.HIPAA: {
        "expired": "45 CFR 164.508(b)(2)(i)",
        "revoked": "45 CFR 164.508(b)(2)(iii)",
        "combined": "45 CFR 164.508(b)(2)(iv)",
        "false": "45 CFR 164.508(b)(2)(v)",
    },
    ConsentForm.DPDP: {"revoked": "DPDP Act s. 6(6)"},
}
_ENDED = {
    EndingReason.EVENT_OCCURRED: "expired",
    EndingReason.REVOKED: "revoked",
    EndingReason.SUPERSEDED: "revoked",
    EndingReason.KNOWN_FALSE: "false",
}


def is_whole(consent: Consent) -> bool:
    """Tell whether a consent conforms on its face to all that its law asks for, and nobody knows it to be false."""
    return not missing(consent) and not tuple(_on_its_face(consent))


def faults(consent: Consent, endings: Collection[ConsentEnding], now: datetime) -> tuple[Element, ...]:
    """Give every reason why a consent is no basis for a disclosure now, each with its section; () where it is one.

    ``endings`` are those of this consent. 42 CFR 2.31(c); 45 CFR 164.508(b)(2).
    """
    return (*missing(consent), *_on_its_face(consent), *_by_now(consent, endings, now))


def unknown_purposes(consent: Consent) -> tuple[str, ...]:
    """Name the purposes of a consent that no session can have, so that the consent never serves them."""
    return tuple(purpose for purpose in consent.purposes if purpose not in PURPOSES)


def explained(consent: Consent, id: UUID) -> str:
    """Explain the scope of a consent, in words that travel with each disclosure made by it; 42 CFR 2.32(b).

    It names nobody whom the consent is about, and says nothing that the receiver may not see.
    """
    signed = f", signed on {_on(consent.signed_at)}" if consent.signed_at else ""
    through = f" through {consent.intermediary}" if consent.intermediary else ""
    parties = f"{_listed(consent.disclosers, 'nobody')} disclose to {_listed(_receivers(consent), 'nobody here')}"
    return " ".join((
        f"Consent {id} under {LAWS[consent.form]}{signed}.",
        f"It lets {parties}{through}.",
        f"It covers the categories {_listed(consent.categories, 'none')},",
        f"for the purposes {_listed(consent.purposes, 'none')}.",
        _held(consent),
        *((_DUTIES[consent.instrument],) if consent.instrument in _DUTIES else ()),
    ))  # fmt: skip


def _fault(consent: Consent, name: str, sentence: str) -> Element:
    return Element(name, _SECTIONS.get(consent.form, {}).get(name, LAWS[consent.form]), sentence)


def _on_its_face(consent: Consent) -> Iterator[Element]:
    if is_combined(consent):
        yield _fault(consent, "combined", "It stands on one paper with another that it may not stand with.")
    if unknown_categories(consent):
        yield _fault(consent, "categories", "It names categories of data that there are not.")
    if consent.provenance is not None:
        # Rules of entry ask no more than a review of what is imported: nobody here has answered for it.
        yield _fault(consent, "imported", "It came from another system: who answers for it enters it here.")
    if consent.known_false:
        yield _fault(consent, "false", "It is known to be materially false.")


def _by_now(consent: Consent, endings: Collection[ConsentEnding], now: datetime) -> Iterator[Element]:
    starts = consent.begins_at or consent.signed_at
    if starts and now < starts:
        yield _fault(consent, "begun", "It has not begun.")
    ended = {_ENDED[ending.reason] for ending in endings if ending.ended_at <= now}
    if consent.expires_at and consent.expires_at <= now:
        ended.add("expired")
    for name, sentence in _SENTENCES.items():
        if name in ended and not (name == "false" and consent.known_false):
            yield _fault(consent, name, sentence)


_SENTENCES = {
    "expired": "It has expired.",
    "revoked": "It has been revoked.",
    "false": "It is known to be materially false.",
}


def _receivers(consent: Consent) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*consent.recipients, *consent.participants)))


def _held(consent: Consent) -> str:
    begins = f" from {_on(consent.begins_at)}" if consent.begins_at else ""
    if consent.expires_at:
        return f"It holds{begins} until {_on(consent.expires_at)}, unless it is revoked before."
    return f"It holds{begins} until the event that it names, unless it is revoked before."


def _listed(names: tuple[str, ...], none: str) -> str:
    return ", ".join(names) or none


def _on(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M %Z}"
