"""The matrix in Cedar: for other tools to read, and for another engine to check every decision by.

One policy a rule, beside three that say what no clause does: who is in the directory, and who may enter what. Cedar
answers for one category at a time; a category is in a mask exactly when Cedar allows it.
"""

from collections.abc import Collection, Iterator

from msgspec import Struct

from comity.policy.clauses import BRINGING, RESTRICTED, Clause, Exemption, Grantee, Needs
from comity.policy.grounds import ANY_FORM
from comity.policy.matrix import Matrix, Rule

SCHEMA = """\
// Who asks: a member of an agency, as the directory and the training certificates have them.
entity Profile = {
  agency: String,
  pillar: String,
  roles: Set<String>,
  certificates: Set<String>,
  second_factor: Bool,
  emergency: Bool,
};

// What is asked about: a record as its handling class has it, and the pillars that may enter its kind.
entity Record = {
  kind: String,
  owner: String,
  markings: Set<String>,
  entered_by: Set<String>,
};

// What for, and which category of the record; the forms of the consents, court orders and assignments to the case
// that cover this category of this record for who asks.
type Asked = {
  purpose: String,
  category: String,
  consents: Set<String>,
  orders: Set<String>,
  assignments: Set<String>,
};

action "enter", "import", "see", "count", "subscribe", "copy", "pass-on", "deconflict"
  appliesTo { principal: Profile, resource: Record, context: Asked };

// What comes with what is received: the policies that allow this name the obligations.
action "heed" appliesTo { principal: Profile, resource: Record, context: Asked };
"""

_DECLARED = """\
@id("declared: enter")
@prose("Who enters a kind of record is declared with the kind.")
forbid (principal, action == Action::"enter", resource)
unless { resource.entered_by.contains(principal.pillar) };

@id("declared: import")
@prose("What only the platform writes, no other system can have witnessed.")
forbid (principal, action == Action::"import", resource)
when { resource.entered_by.isEmpty() };
"""

_BRINGS = '[Action::"enter", Action::"import"].contains(action)'
_OWN = "resource.owner == principal.agency"
_HEED = "heed"
_FIRST_PRINTED = 0x20
_ESCAPED = {"\\": "\\\\", '"': '\\"'}


class Export(Struct, frozen=True):
    """A matrix as Cedar has it: a schema in Cedar's own syntax, and the policies, which hold to it."""

    schema: str
    policies: str


def exported(matrix: Matrix) -> Export:
    """Give a matrix as Cedar policies: what Cedar decides by them is what ``decide`` decides."""
    known = _among("principal.agency", matrix.directory.agency)
    directory = (
        '@id("directory")\n@prose("Who has left the directory is granted nothing.")\n'
        f"forbid (principal, action, resource)\nunless {{ {known} }};\n"
    )
    return Export(SCHEMA, "\n".join((directory, _DECLARED, *(_policy(rule) for rule in matrix.rules))))


def _policy(rule: Rule) -> str:
    clause = rule.clause
    effect = "forbid" if clause.prohibit else "permit"
    said = "".join(f"{line}\n" for line in _annotations(rule))
    policy = f"{said}{effect} (principal, {_action(clause)}, resource)"
    if conditions := list(_conditions(rule)):
        policy += f"\nwhen {{\n  {_and(conditions)}\n}}"
    if clause.prohibit and clause.unless:
        exemptions = " ||\n  ".join(f"({_and(list(_exempt(each)))})" for each in clause.unless)
        policy += f"\nunless {{\n  {exemptions}\n}}"
    return f"{policy};\n"


def _annotations(rule: Rule) -> Iterator[str]:
    yield f"@id({_quoted(rule.name)})"
    yield f"@prose({_quoted(rule.clause.prose)})"
    if rule.clause.authority:
        yield f"@authority({_quoted(rule.clause.authority)})"
    if oblige := rule.clause.oblige:
        for name in oblige.__struct_fields__:
            if value := getattr(oblige, name):
                yield f"@{name}({_quoted(str(value))})"


def _action(clause: Clause) -> str:
    actions = [f'Action::"{operation}"' for operation in _operations(clause)]
    return f"action == {actions[0]}" if len(actions) == 1 else f"action in [{', '.join(actions)}]"


def _operations(clause: Clause) -> tuple[str, ...]:
    return clause.permit or clause.prohibit or (_HEED,)


def _conditions(rule: Rule) -> Iterator[str]:
    """Give what must hold for a rule to speak of who asks, of the record and of the category."""
    clause = rule.clause
    yield from _granted(clause.to)
    if rule.parties is not None:
        yield _among("principal.agency", rule.parties)
        yield _among("resource.owner", rule.parties)
    if rule.owners is not None:
        yield _among("resource.owner", rule.owners)
    if clause.owner == "self":
        yield _OWN
    else:
        yield from _named("resource.owner", (clause.owner,))
    yield from _named("resource.kind", clause.kinds)
    yield from _named("context.purpose", clause.purposes)
    if clause.permit:
        yield from _permitting(clause)
    else:
        yield from _striking(clause)


def _permitting(clause: Clause) -> Iterator[str]:
    # Whoever brings something onto the record marks it, so that markings and categories bind those alone who read it.
    reading = [*_named("context.category", clause.categories)]
    if hidden := RESTRICTED.difference(clause.markings):
        reading.append(f"!resource.markings.containsAny({_set(hidden)})")
    brings = {*BRINGING}.intersection(clause.permit)
    if reading and not brings:
        yield from reading
    elif reading and not brings.issuperset(clause.permit):
        yield f"({_BRINGS} || ({_and(reading)}))"
    yield from _needed(clause.needs)


def _striking(clause: Clause) -> Iterator[str]:
    """Give what a prohibition or an obligation asks beside: no category named speaks of all, no marking of every one.

    What is entered has no markings yet, so that a prohibition that names some does not reach it.
    """
    if clause.categories:
        yield from _named("context.category", clause.categories)
    if clause.markings:
        if {*BRINGING}.intersection(clause.prohibit):
            yield f"!({_BRINGS})"
        yield f"resource.markings.containsAny({_set(clause.markings)})"


def _exempt(exemption: Exemption) -> Iterator[str]:
    yield from _granted(exemption.to)
    if exemption.own:
        yield _OWN
    yield from _named("context.purpose", exemption.purposes)
    yield from _needed(exemption.needs)


def _granted(to: Grantee) -> Iterator[str]:
    if to.pillar is not None:
        yield f"principal.pillar == {_quoted(to.pillar)}"
    if to.agency is not None:
        yield f"principal.agency == {_quoted(to.agency)}"
    if to.role is not None:
        yield f"principal.roles.contains({_quoted(to.role)})"


def _needed(needs: Needs) -> Iterator[str]:
    if needs.consent == ANY_FORM:
        yield "!context.consents.isEmpty()"
    elif needs.consent is not None:
        yield f"context.consents.containsAny({_set((needs.consent, ANY_FORM))})"
    if needs.order:
        yield "!context.orders.isEmpty()"
    if needs.assigned:
        yield "!context.assignments.isEmpty()"
    if needs.certificate is not None:
        yield f"principal.certificates.contains({_quoted(needs.certificate)})"
    if needs.second_factor:
        yield "principal.second_factor"
    if needs.emergency:
        yield "principal.emergency"


def _named(attribute: str, names: Collection[str]) -> Iterator[str]:
    """Give the condition that an attribute is one of some names; none when the names are every name."""
    if "*" not in names:
        yield _among(attribute, names)


def _among(attribute: str, names: Collection[str]) -> str:
    match sorted(names):
        case []:
            return "false"
        case [name]:
            return f"{attribute} == {_quoted(name)}"
        case several:
            return f"{_set(several)}.contains({attribute})"


def _set(names: Collection[str]) -> str:
    return f"[{', '.join(_quoted(name) for name in sorted(set(names)))}]"


def _and(conditions: Collection[str]) -> str:
    return " &&\n  ".join(conditions) or "true"


def _quoted(text: str) -> str:
    """Write a string as Cedar reads it."""
    return f'"{"".join(_escaped(character) for character in text)}"'


def _escaped(character: str) -> str:
    if ord(character) < _FIRST_PRINTED:
        return f"\\u{{{ord(character):x}}}"
    return _ESCAPED.get(character, character)
