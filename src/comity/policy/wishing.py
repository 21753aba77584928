"""What would open more of a record: the conditions of clauses and of the ways out of prohibitions, tried one by one."""

from collections.abc import Iterable, Iterator
from itertools import product

from msgspec import Struct, structs

from comity.policy.clauses import EVERYTHING, HandlingClass, Needs
from comity.policy.explanation import Citing
from comity.policy.grounds import ANY_FORM, Cover, Sort
from comity.policy.masks import Lens, through
from comity.policy.sessions import Profile

_NONE = Needs()


class Wish(Struct, frozen=True):
    """Conditions that would open some categories beside, all of them together."""

    needs: tuple[Needs, ...]
    mask: int

    @property
    def said(self) -> str:
        """The conditions as a person reads them."""
        return " and ".join(dict.fromkeys(words for needs in self.needs for words in _words(needs)))


def wishes(seen: Lens, handling: HandlingClass, covers: tuple[Cover, ...], *, citing: Citing) -> Iterator[Wish]:
    """Give what would open more of a record than is open: single conditions first, then two together.

    Only rules that may be named to whoever asks are looked at, for their conditions tell of them.
    """
    open_now = through(seen, handling, covers).mask
    permits = _asked(r.clause.needs for r in seen.permits if citing(r) and _speaks_of(r.clause.kinds, handling))
    ways_out = _asked(
        exemption.needs
        for rule in seen.prohibits
        if citing(rule) and _speaks_of(rule.clause.kinds, handling)
        for exemption in rule.clause.unless
    )
    alone = 0
    for needs in dict.fromkeys((*permits, *ways_out)):
        if gained := _open_with(seen, handling, covers, (needs,)) & ~open_now:
            alone |= gained
            yield Wish((needs,), gained)
    for first, second in product(permits, ways_out):
        if first != second and (gained := _open_with(seen, handling, covers, (first, second)) & ~open_now & ~alone):
            yield Wish((first, second), gained)


def _asked(needs: Iterable[Needs]) -> tuple[Needs, ...]:
    return tuple(dict.fromkeys(each for each in needs if each != _NONE))


def _speaks_of(kinds: tuple[str, ...], handling: HandlingClass) -> bool:
    return handling.kind in kinds or "*" in kinds


def _open_with(seen: Lens, handling: HandlingClass, covers: tuple[Cover, ...], given: tuple[Needs, ...]) -> int:
    profile = seen.profile
    for needs in given:
        profile = _with(profile, needs)
    beside = tuple(cover for needs in given for cover in _covers(needs))
    return through(structs.replace(seen, profile=profile), handling, (*covers, *beside)).mask


def _with(profile: Profile, needs: Needs) -> Profile:
    held = (needs.certificate,) if needs.certificate else ()
    return structs.replace(
        profile,
        certificates=tuple(sorted({*profile.certificates, *held})),
        second_factor=profile.second_factor or needs.second_factor,
        emergency=profile.emergency or needs.emergency,
    )


def _covers(needs: Needs) -> Iterator[Cover]:
    if needs.consent is not None:
        yield Cover(Sort.CONSENT, needs.consent, EVERYTHING, "")
    if needs.order:
        yield Cover(Sort.ORDER, ANY_FORM, EVERYTHING, "")
    if needs.assigned:
        yield Cover(Sort.ASSIGNMENT, ANY_FORM, EVERYTHING, "")


def _words(needs: Needs) -> Iterator[str]:
    if needs.consent is not None:
        yield "a consent" if needs.consent == ANY_FORM else f"a consent of form {needs.consent}"
    if needs.order:
        yield "a court order"
    if needs.assigned:
        yield "an assignment to the case"
    if needs.certificate:
        yield f"a valid certificate {needs.certificate}"
    if needs.second_factor:
        yield "a sign-in with two factors"
    if needs.emergency:
        yield "a stated emergency"
