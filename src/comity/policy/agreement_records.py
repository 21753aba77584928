"""From the records of agreements to the values that say what is in force."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from comity.errors import Invalid
from comity.policy.agreement_story import Taken, Version
from comity.policy.agreements import Agreement as Agreed
from comity.policy.directory import Directory
from comity.policy.drafting import parse_agreement
from comity.policy.lifecycle import Certified
from comity.policy.weighing import Held, Kept
from comity.records.governance.agreement import Agreement
from comity.records.governance.agreement_step import AgreementStep


# What decisions rest on is put together anew with every agreement and step: each text is parsed once.
@lru_cache(maxsize=1024)
def _parsed(text: str) -> Agreed | None:
    try:
        return parse_agreement(text)
    except Invalid:
        # What was entered behind the acts' back, or what no release can read any more, binds nobody and stops nobody.
        return None


def versions_from(kept: Iterable[Kept]) -> Iterator[Version]:
    """Give the texts of all agreements that can be read, each with the digests under which it was entered."""
    for each in kept:
        if isinstance(each.record, Agreement) and (agreed := _parsed(each.record.text)) is not None:
            yield Version(agreed, each.record.text_hash, each.record.rules_hash, each.seq)


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
