"""An export as it stands on paper: lines of text, said in the reader's language, without any markup."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from comity.acts.export_case import Exported
from comity.acts.viewing import View
from comity.desks.titles import title_of
from comity.web.case_words import offense_said
from comity.web.saying import choice_title, kind_title, number_in, purpose_in, title_in
from comity.web.site import Visit
from comity.web.told import Named, Told, named, told


class PaperLine(Struct, frozen=True):
    """One thing that a record says: what it is called, what it says, and how deep it stands in the record."""

    label: str
    text: str
    depth: int


class PaperRecord(Struct, frozen=True):
    """One record: its heading, what is said about it in small, what it says, and what goes with it."""

    heading: str
    about: tuple[str, ...]
    lines: tuple[PaperLine, ...]
    notices: tuple[str, ...]


class Paper(Struct, frozen=True):
    """A whole export: its title, who made it, and the records.

    ``lacking`` is said at its head where a letter of it cannot be set.
    """

    language: str
    title: str
    author: str
    head: tuple[str, ...]
    records: tuple[PaperRecord, ...]
    lacking: str


def paper_of(visit: Visit, exported: Exported) -> Paper:
    """Give an export as it stands on paper."""
    names = named(exported.views)
    title = title_of_export(visit, exported)
    return Paper(
        language=visit.likes.language,
        title=f"{visit.say('Case')} {title}".rstrip(),
        author=visit.agency_name(exported.agency),
        head=tuple(head_of(visit, exported)),
        records=tuple(_record(visit, view, names) for view in exported.views),
        lacking=visit.say(
            "Some letters are shown as empty boxes: no font of this node has them. The print view shows them."
        ),
    )


def title_of_export(visit: Visit, exported: Exported) -> str:
    """Give how the record is called that the export began with; "" where it is not among what left."""
    titled = title_in(visit.say)
    titles = (
        titled(view.kind, title_of(view.kind, view.fields)) for view in exported.views if view.id == exported.root
    )
    return next(titles, "")


def head_of(visit: Visit, exported: Exported) -> Iterator[str]:
    """Say who made an export, when and what for, how much it holds, and what it does not."""
    say, moment, number = visit.say, visit.moment, number_in(visit.likes.language)
    who = f"{visit.member_name(exported.member)}, {visit.agency_name(exported.agency)}"
    yield say("Exported %(when)s by %(who)s.", when=moment(exported.at), who=who)
    yield say("Times are of the zone %(zone)s.", zone=visit.site.zone)
    yield say("Purpose: %(purpose)s.", purpose=purpose_in(say)(exported.purpose))
    yield say("Records: %(count)s.", count=number(len(exported.views)))
    if exported.kept_back:
        yield say(
            "Kept back, as no clause lets a copy of them leave: %(count)s.",
            count=number(exported.kept_back),
        )
    if not exported.whole:
        yield say("There are more records in this case than one export holds.")


def _record(visit: Visit, view: View, names: Named) -> PaperRecord:
    say, moment = visit.say, visit.moment
    who = f"{visit.member_name(view.recorded_by)}, {visit.agency_name(view.owner)}"
    about = [
        say("Version %(n)s, recorded %(when)s by %(who)s", n=view.version, when=moment(view.recorded_at), who=who),
        f"{view.id}",
        say("Seen by %(clauses)s.", clauses=", ".join(view.because)),
    ]
    if view.withheld:
        about.append(
            say("Withheld: %(labels)s.", labels=", ".join(say(choice_title(label)) for label in view.withheld))
        )
    return PaperRecord(
        f"{say(kind_title(view.kind))} {title_in(say)(view.kind, names.of[view.id][1])}".rstrip(),
        tuple(about),
        tuple(_lines(visit, told(view.kind, view.fields, names), 0)),
        tuple(f"{notice.clause}: {notice.text}" for notice in view.notices),
    )


def _lines(visit: Visit, parts: Iterable[Told], depth: int) -> Iterator[PaperLine]:
    for each in parts:
        yield PaperLine(visit.say(each.label), _said(visit, each), depth)
        yield from _lines(visit, each.parts, depth + 1)


def _said(visit: Visit, each: Told) -> str:
    match each.sort:
        case "group":
            return ""
        case "hidden":
            return visit.say("A record that you do not see")
        case "reference":
            return f"{visit.say(kind_title(each.kind))} {title_in(visit.say)(each.kind, each.text)}".rstrip()
        case "moment":
            return visit.moment(each.text)
        case "choice" | "yes-no":
            return visit.say(choice_title(each.text))
        case _:
            return offense_said(visit.session.agency.profile, each.text) if each.sort == "offense" else each.text
