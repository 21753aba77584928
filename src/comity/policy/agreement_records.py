"""From the records of agreements to the values that say what is in force."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from comity.policy.agreement_story import Taken, Version
from comity.policy.directory import Directory
from comity.policy.drafting import parse_agreement
from comity.policy.lifecycle import Certified
from comity.policy.weighing import Held, Kept
from comity.records.governance.agreement import Agreement
from comity.records.governance.agreement_step import AgreementStep

# What decisions rest on is put together anew with every consent: each text is parsed once.
_parsed = lru_cache(maxsize=1024)(parse_agreement)


def versions_from(kept: Iterable[Kept]) -> Iterator[Version]:
    """Give the texts of all agreements, each with the digests under which it was entered."""
    for each in kept:
        if isinstance(each.record, Agreement):
            record = each.record
            yield Version(_parsed(record.text), record.text_hash, record.rules_hash, each.seq)


def steps_from(kept: Iterable[Kept]) -> Iterator[Taken]:
    """Give the steps that were taken, each by the agency that entered it."""
    for each in kept:
        if isinstance(each.record, AgreementStep):
            record = each.record
            yield Taken(
                key=record.key,
                version=record.version,
                step=record.step,
                agency=each.owner,
                member=each.member,
                at=each.recorded_at,
                seq=each.seq,
                text_hash=record.text_hash,
                rules_hash=record.rules_hash,
                party=record.party or "",
                attested=record.attested or "",
                reason=record.reason or "",
            )


def certified_from(certificates: Mapping[str, Iterable[Held]], directory: Directory) -> Iterator[Certified]:
    """Give which agencies hold certificates, from those of their members; ``certificates`` are by member."""
    for key, held in certificates.items():
        member = directory.member.get(key)
        if member is not None:
            yield from (Certified(member.agency, each.course, each.begins, each.ends) for each in held)
