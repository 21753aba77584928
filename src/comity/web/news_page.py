"""What a member asked to be told of and has not acknowledged yet: for a phone in the field as for a desk."""

from dataclasses import dataclass
from uuid import uuid4

from starlette.responses import Response

from comity.acts.acknowledge import acknowledge
from comity.acts.read import read, read_several
from comity.acts.submit import submit
from comity.acts.subscribe import Terms, owed, standing, subscribe, unsubscribe
from comity.acts.viewing import View
from comity.api.answers import page_answer
from comity.api.asking import id_in, queried
from comity.desks.titles import title_of
from comity.records.codec import decode, encode
from comity.records.governance.saved_search import SavedSearch
from comity.records.governance.subscription import Way
from comity.records.registry import kind_named
from comity.store.subscriptions import Standing
from comity.web.desk_page import Line, lines_of
from comity.web.form_reading import pairs_of
from comity.web.list_page import Listed, table_of
from comity.web.pages import moved_to, rendered
from comity.web.site import Visit

PATH = "/news"
_SHOWN = 50
_ALERT = "search-alert"


@dataclass(frozen=True)
class Told:
    """One wish to be told, whom or what it is about, and what it owes; ``upto`` is how far that goes."""

    standing: Standing
    about: str
    lines: tuple[Line, ...]

    @property
    def upto(self) -> int:
        """The place in the log of the last thing that is shown."""
        return max((line.view.seq for line in self.lines), default=-1)


async def page(visit: Visit) -> Response:
    """Show what is owed, the newest wish first."""
    queried(visit.request, ())
    return rendered(visit, "news.html", told=await _told(visit), key=str(uuid4()))


async def part(visit: Visit) -> Response:
    """Show it anew."""
    queried(visit.request, ())
    return rendered(visit, "parts/news.html", told=await _told(visit))


async def raw(visit: Visit) -> Response:
    """Give what is owed as JSON, in the shape of the API."""
    queried(visit.request, ())
    return page_answer(await _owed(visit))


async def sheet(visit: Visit) -> Response:
    """Give what is owed as a table for spreadsheets."""
    queried(visit.request, ())
    return table_of(Listed(await _owed(visit), ""))


async def watch(visit: Visit) -> Response:
    """Ask to be told of all that comes to be about a record."""
    said = dict(await pairs_of(visit.request))
    node, session = visit.site.front.node, visit.session
    view = await read(node, session, id_in(visit.request))
    terms = Terms(about=view.id, way=Way.INBOX, basis=f"{session.purpose_name}, asked for at the desk")
    await subscribe(node, session, (), terms=terms, key=said.get("key") or str(view.id))
    return moved_to(PATH)


async def watch_search(visit: Visit) -> Response:
    """Save a search, and ask to be told of whatever new matches it."""
    said = dict(await pairs_of(visit.request))
    node, session = visit.site.front.node, visit.session
    words, kind, key = said.get("q", "").strip(), said.get("kind", ""), said.get("key", "") or str(uuid4())
    wanted = (kind_named(kind).name,) if kind else ()
    search = SavedSearch(query=words, kinds=wanted, member=session.member.key, purpose=session.purpose)
    saved = await submit(node, session, decode(SavedSearch, encode(search)), key=key)
    terms = Terms(about=saved.entry.id, way=Way.INBOX, basis=f"{session.purpose_name}, a saved search")
    await subscribe(node, session, (_ALERT,), terms=terms, key=key)
    return moved_to(PATH)


async def seen(visit: Visit) -> Response:
    """Take note that the member has seen what was shown."""
    said = dict(await pairs_of(visit.request))
    upto = said.get("upto", "")
    if upto.isdecimal():
        await acknowledge(visit.site.front.node, visit.session, id_in(visit.request), int(upto))
    return moved_to(PATH)


async def end(visit: Visit) -> Response:
    """Tell the member no more."""
    await pairs_of(visit.request)
    await unsubscribe(visit.site.front.node, visit.session, id_in(visit.request))
    return moved_to(PATH)


async def _told(visit: Visit) -> list[Told]:
    node, session = visit.site.front.node, visit.session
    mine = await standing(node, session)
    about = {each.wish.about.id for each in mine if each.wish.about}
    names = {view.id: title_of(view.kind, view.fields) for view in await read_several(node, session, about)}
    found = []
    for each in reversed(mine):
        views = await owed(node, session, each.id, limit=_SHOWN)
        title = names.get(each.wish.about.id, "") if each.wish.about else ""
        found.append(Told(each, title, await lines_of(visit, views)))
    return found


async def _owed(visit: Visit) -> list[View]:
    return [line.view for told in await _told(visit) for line in told.lines]
