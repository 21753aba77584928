"""Tell members of new records that match the searches that they saved, as far as they may see them at that time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.recall import by_platform, once
from comity.acts.terms import asking
from comity.acts.tiers import BEGINNING, Place, Tier, matches
from comity.acts.viewing import View, views
from comity.errors import Refused
from comity.policy.sessions import Session, open_session
from comity.records.declaration import kind_name
from comity.records.governance.disclosure import Channel
from comity.records.governance.saved_search import SavedSearch, SearchAlert
from comity.records.queries import terms_of
from comity.records.references import Ref
from comity.records.registry import kinds, kinds_in
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.progress import keep_mark, mark_of
from comity.store.sealing import record_of

_MARK = "following/search-alerts"
# So many of the newest matches of a search are told at one turn.
_MOST_TOLD = 200
_LOOKED_THROUGH = frozenset(kinds()) - kinds_in("governance")


@dataclass(frozen=True)
class Saved:
    """A search that goes on, with its id, its place in the log and the session of whoever saved it."""

    id: UUID
    seq: int
    search: SavedSearch
    session: Session

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that are looked through: never those that only say what else became of records."""
        return _LOOKED_THROUGH & set(self.search.kinds) if self.search.kinds else _LOOKED_THROUGH


async def alert(node: Node) -> None:
    """Tell of all that was entered since the last time; if the process dies in between, the next one goes on.

    A version of a record is told once to each search, however often this is called.
    """
    after, size = int(await mark_of(node.pool, _MARK) or -1), await node.reader.size()
    if after >= size - 1:
        return
    for saved in await _saved(node):
        await _tell(node, saved, max(after, saved.seq), size)
    await keep_mark(node.pool, _MARK, str(size - 1), node.clock())


async def _saved(node: Node) -> Sequence[Saved]:
    """Give all searches that go on; whoever may not act any more is told nothing."""
    found = []
    for stored in await of_classes(node.pool, node.classes, lambda each: each.kind == kind_name(SavedSearch)):
        match record_of(node.keyring, stored):
            case SavedSearch(ended=None | False) as search:
                try:
                    session = open_session(node.directory, stored.handling.owner, search.member, search.purpose)
                except Refused:
                    continue
                found.append(Saved(stored.id, stored.seq, search, session))
    return found


async def _tell(node: Node, saved: Saved, after: int, size: int) -> None:
    shown = await _new(node, saved, after, size)
    drafts = [
        by_platform(
            SearchAlert(search=Ref(saved.id), found=Ref(view.id), version=view.version, member=saved.search.member),
            saved.session.agency.key,
            once("search-alert", saved.id, str(view.version), view.id),
        )
        for view in shown
    ]
    if drafts:
        await node.writer.append(drafts)


@judged
async def _new(node: Node, saved: Saved, after: int, size: int) -> list[View]:
    """Give what matches between two places in the log, written down: who is told is shown that it matches."""
    terms = terms_of(saved.search.query)
    asked = await asking(node, saved.session, terms, kinds=saved.kinds, owner=saved.search.owner or "")
    found = []
    for tier in (Tier.ITSELF, Tier.REFERRING):
        place = Place(tier, BEGINNING.score, bound=size)
        found += await matches(node, asked, place, _MOST_TOLD, tiers=(tier,))
    shown = views(node, asked.sight, [each.stored for each in found if each.stored.seq > after])
    await written_down(node, saved.session, Channel.SEARCH, shown)
    return shown
