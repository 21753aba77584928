"""What must hold of the clauses of an agreement, one by one and among one another, before anybody may sign it."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import combinations

from msgspec import Struct

from comity.policy.clauses import BRINGING, RESTRICTED, Clause, Needs, Operation
from comity.policy.directory import Directory
from comity.policy.grounds import ANY_FORM
from comity.policy.matrix import Rule
from comity.policy.scopes import meant, opposes, swallows, ways_out, widened
from comity.policy.sessions import PURPOSES
from comity.records.categories import LABELS, Category, category_named
from comity.records.declaration import kind_name
from comity.records.fusion.case_interest import CaseInterest
from comity.records.services.consent_terms import ConsentForm, Instrument, form_named

MARKINGS = RESTRICTED | {"tlp:clear", "tlp:green", "tlp:amber", "tlp:amber+strict", "tlp:red"}
INTEREST = kind_name(CaseInterest)
CONSENTS = (ANY_FORM, *(form_named(form, instrument) for form in ConsentForm for instrument in Instrument))


class Fault(Struct, frozen=True):
    """What is wrong with a clause: under which of its keys, why, and what to do."""

    key: str
    reason: str
    remedy: str


class Setting(Struct, frozen=True, kw_only=True):
    """What clauses are held against: who is there, who are the parties, which kinds there are, what the law says."""

    directory: Directory
    parties: tuple[str, ...]
    kinds: frozenset[str]
    statutes: tuple[Rule, ...]
    authority_required: bool = False


def faults_of(clause: Clause, setting: Setting) -> Iterator[Fault]:
    """Give what is wrong with one clause by itself."""
    yield from _form(clause, setting)
    yield from _unknown(clause, setting)
    yield from _grantee(clause, setting)
    yield from _conditions(clause)
    yield from _entering(clause)
    yield from _deconflicting(clause)
    yield from _against_statutes(clause, setting)


def faults_between(clauses: Sequence[Clause], setting: Setting) -> Iterator[tuple[int, Fault]]:
    """Give what is wrong among clauses, each with the number of the later clause, from 0: of each sort the first."""
    told: set[tuple[int, str]] = set()
    for (_, first), (number, second) in combinations(enumerate(clauses), 2):
        for fault in _faults_of_two(first, second, setting):
            if (number, fault.key) not in told:
                told.add((number, fault.key))
                yield number, fault


def _faults_of_two(first: Clause, second: Clause, setting: Setting) -> Iterator[Fault]:
    if first.id == second.id:
        yield Fault("id", f"There is a clause {first.id} already.", "Give every clause its own id.")
    for yes, no in ((first, second), (second, first)):
        compared = yes.permit and no.prohibit and _is_told(yes) and _is_told(no)
        if compared and (fault := _contradiction(yes, no, setting)):
            yield fault


def _contradiction(yes: Clause, no: Clause, setting: Setting) -> Fault | None:
    remedy = "Strike one of them, or narrow the prohibition with unless, kinds, categories or purposes."
    if opposes(no, yes):
        return Fault("prohibit", f"Clause {no.id} prohibits the very thing that clause {yes.id} permits.", remedy)
    if swallows(no, yes, setting.parties, setting.directory):
        return Fault("prohibit", f"Clause {no.id} leaves nothing of what clause {yes.id} permits.", remedy)
    return None


def _form(clause: Clause, setting: Setting) -> Iterator[Fault]:
    effects = [name for name in ("permit", "prohibit", "oblige") if getattr(clause, name)]
    if len(effects) != 1:
        said = f"has {' and '.join(effects)}" if effects else "has no effect"
        yield Fault(
            effects[-1] if effects else "id",
            f"The clause {said}.",
            "Say exactly one: permit, prohibit or oblige. Part what does two things into two clauses.",
        )
    if not clause.id or any(character.isspace() for character in clause.id):
        yield Fault("id", f"{clause.id!r} is no id of a clause.", 'Number clauses without spaces, as in "4.2".')
    if not clause.prose.strip():
        yield Fault("prose", "The clause has no prose.", "Say in plain words what it means: people sign the words.")
    if setting.authority_required and not clause.authority.strip():
        yield Fault("authority", "The clause names no law that lets the parties agree on it.", "Name it in authority.")
    if clause.oblige is not None and not _says_something(clause):
        yield Fault("oblige", "The clause obliges to nothing.", "Name a notice, a period or a ban in oblige.")


def _says_something(clause: Clause) -> bool:
    oblige = clause.oblige
    return oblige is not None and any(getattr(oblige, name) for name in oblige.__struct_fields__)


def _unknown(clause: Clause, setting: Setting) -> Iterator[Fault]:
    yield from _named(clause.kinds, setting.kinds, "kinds", "kind of record")
    yield from _named(clause.categories, LABELS, "categories", "category")
    yield from _named(clause.purposes, PURPOSES, "purposes", "purpose")
    yield from _named(clause.markings, MARKINGS, "markings", "marking")
    yield from _named(filter(None, (clause.needs.consent,)), CONSENTS, "needs", "form of consent")
    for each in clause.unless:
        yield from _named(each.purposes, PURPOSES, "unless", "purpose")
        yield from _named(filter(None, (each.needs.consent,)), CONSENTS, "unless", "form of consent")
    for key in ("kinds", "purposes"):
        if not getattr(clause, key):
            yield Fault(key, f"The clause is about no {key}.", 'Name them, or write ["*"] for all.')
    if set(clause.permit) - {*BRINGING} and not clause.categories:
        yield Fault("categories", "The clause permits to see no category.", 'Name them, or write ["*"] for all.')


def _named(names: Iterable[str], known: Iterable[str], key: str, what: str) -> Iterator[Fault]:
    allowed = sorted(known)
    for name in names:
        if name not in allowed and (name != "*" or key == "markings"):
            near = get_close_matches(name, allowed, 3, 0.5)
            said = f"Near it: {', '.join(near)}." if near else f"Known: {', '.join(allowed)}."
            yield Fault(key, f"There is no {what} {name!r}.", f"Correct the name. {said}")


def _grantee(clause: Clause, setting: Setting) -> Iterator[Fault]:
    parties = ", ".join(setting.parties)
    if clause.owner not in ("*", "self", *setting.parties):
        yield Fault("owner", f"The owner {clause.owner!r} is no party.", f"Name one of {parties}, or self, or *.")
    for to, key in ((clause.to, "to"), *((each.to, "unless") for each in clause.unless)):
        if to.agency is not None and to.agency not in setting.parties:
            yield Fault(key, f"The agency {to.agency!r} is no party.", f"Name one of {parties}, or make it a party.")
        elif not meant(to, setting.parties, setting.directory):
            yield Fault(key, f"No party is of the pillar {to.pillar}.", "Name a pillar that a party belongs to.")
        roles = {role for member in setting.directory.members for role in member.roles}
        if to.role is not None and to.role not in roles:
            yield Fault(key, f"Nobody has the role {to.role!r}.", f"Correct it. Known: {', '.join(sorted(roles))}.")


def _entering(clause: Clause) -> Iterator[Fault]:
    """A record is entered whole: a prohibition of entry that spoke of parts of it would prohibit nothing."""
    bringing = {*BRINGING} & set(clause.prohibit)
    for name in ("categories", "markings"):
        if bringing and getattr(clause, name):
            said = f"A prohibition to {min(bringing)} names {name}; a record is entered whole, whatever stands in it."
            yield Fault(name, said, f"Strike {name}, or put the other operations into a clause of their own.")


def _deconflicting(clause: Clause) -> Iterator[Fault]:
    """Somebody is told whose the other interest is and whom to call there, which is of the category reference."""
    if Operation.DECONFLICT in clause.permit:
        for key, wanted in (("kinds", INTEREST), ("categories", Category.REFERENCE.label)):
            if not {"*", wanted} & {*getattr(clause, key)}:
                said = f"The clause permits to deconflict and does not name {wanted}, so that nobody is told anything."
                yield Fault(key, said, f"Name {wanted} in {key}, or strike deconflict.")
        if clause.needs.second_factor or clause.needs.emergency:
            said = "Nobody is signed in when the platform tells of an interest, so that this need is never met."
            yield Fault("needs", said, "Strike it, or put deconflict into a clause of its own.")


def _conditions(clause: Clause) -> Iterator[Fault]:
    if clause.needs != Needs() and not clause.permit:
        yield Fault("needs", "Only a permission has needs.", "Say in unless when a prohibition does not hold.")
    if clause.unless and not clause.prohibit:
        yield Fault("unless", "Only a prohibition has unless.", "Say in needs what a permission depends on.")


def _against_statutes(clause: Clause, setting: Setting) -> Iterator[Fault]:
    if not clause.permit or not _is_told(clause):
        return
    for statute in setting.statutes:
        if found := widened(clause, statute.clause, setting.parties, setting.directory):
            agency, purpose = found
            ways = "; or ".join(ways_out(statute.clause))
            yield Fault(
                "markings" if statute.clause.markings else "categories",
                f"{statute.name} forbids it to {agency} for {purpose}: no agreement widens a statute.",
                f"Strike it, or keep to what the statute allows: {ways}." if ways else "Strike it.",
            )


def _is_told(clause: Clause) -> bool:
    """Tell whether it is known what a clause is about: one that names no category that there is compares with none."""
    return all(_is_category(label) for label in clause.categories)


def _is_category(label: str) -> bool:
    try:
        category_named(label)
    except KeyError:
        return label == "*"
    return True
