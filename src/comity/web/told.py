"""What a record says, field by field, in the order of its declaration: values, parts, and references by their names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from comity.acts.viewing import View
from comity.api.forms import Input, form_of
from comity.desks.seen import Fields
from comity.desks.titles import title_of
from comity.errors import Invalid
from comity.records.codec import build
from comity.records.codes import code_table
from comity.records.declaration import Record
from comity.records.parting import pointed_at
from comity.records.registry import kind_named

_LONG = 60
_OFFENSE = "offense"


@dataclass(frozen=True)
class Told:
    """One value as it is told: ``sort`` says how, ``record`` where it points, ``parts`` what it is made of."""

    label: str
    sort: str
    text: str = ""
    record: str = ""
    kind: str = ""
    parts: tuple["Told", ...] = ()


@dataclass(frozen=True)
class Named:
    """The kinds and names of records that are referred to, as far as the reader sees them."""

    of: Mapping[UUID, tuple[str, str]]

    def told(self, label: str, id: str) -> Told:
        """Tell a reference: by its name, or by nothing but the fact that it is there."""
        kind, title = self.of.get(UUID(id), ("", ""))
        return Told(label, "reference" if kind else "hidden", title, id if kind else "", kind)


def named(views: Iterable[View]) -> Named:
    """Give the names of some records."""
    return Named({view.id: (view.kind, title_of(view.kind, view.fields)) for view in views})


def references_in(view: View) -> set[UUID]:
    """Give the records at which a record points, as far as its fields are seen."""
    return set(pointed_at(kind_named(view.kind).kind, view.fields))


def told(kind: str, fields: Fields, names: Named) -> tuple[Told, ...]:
    """Tell all fields of a record that are filled in and seen."""
    return tuple(_told(form_of(kind_named(kind)), fields, names))


def _told(inputs: Sequence[Input], fields: Fields, names: Named) -> Iterator[Told]:
    for each in inputs:
        value = fields.get(each.name)
        if value in (None, "", (), [], {}):
            continue
        values = value if each.many and isinstance(value, list | tuple) else (value,)
        yield from (_one(each, one, names) for one in values)


def _one(each: Input, value: object, names: Named) -> Told:
    if each.parts and isinstance(value, Mapping):
        return Told(each.label, "group", parts=tuple(_told(each.parts, value, names)))
    if each.control == "reference":
        return names.told(each.label, str(value))
    if isinstance(value, bool):
        return Told(each.label, "yes-no", "Yes" if value else "No")
    return Told(each.label, _sort(each, str(value)), _coded(each.codes, str(value)))


def _sort(each: Input, text: str) -> str:
    """Give the way in which a text is told."""
    match each.control:
        case "moment" | "day":
            return "moment"
        case "choice" if not each.codes:
            return "choice"
        case _ if each.codes == _OFFENSE:
            return "offense"
        case "long-text" if len(text) > _LONG or "\n" in text:
            return "long"
        case _:
            return "text"


def _coded(table: str, code: str) -> str:
    """Give a code with its name, where its table is named; what an offense is called depends on the reader's place."""
    if table in ("", _OFFENSE):
        return code
    name = code_table(table).codes.get(code)
    return f"{code} {name}" if name else code


def record_seen(view: View) -> Record | None:
    """Give a record as far as it is seen; None where what is seen makes no record."""
    try:
        return build(kind_named(view.kind).kind, view.fields)
    except Invalid:
        return None
