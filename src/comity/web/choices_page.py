"""What may be referred to in a form, found by what somebody remembers of it."""

from starlette.responses import Response

from comity.acts.search import search
from comity.api.asking import queried
from comity.desks.titles import title_of, when_of
from comity.errors import Invalid
from comity.records.registry import kind_named
from comity.web.pages import rendered
from comity.web.site import Visit

_MOST = 20
_SHORTEST = 2


async def found(visit: Visit) -> Response:
    """Give the records of some kinds that a few words find, as a list to choose from."""
    query = queried(visit.request, ("kinds", "name", "find"))
    words = query.get("find", "").strip()
    kinds = frozenset(kind_named(name).name for name in query.get("kinds", "").split(",") if name)
    hits = []
    if len(words) >= _SHORTEST:
        try:
            result = await search(visit.site.front.node, visit.session, words, wanted=kinds or None, limit=_MOST)
            hits = [(str(v.id), v.kind, title_of(v.kind, v.fields), when_of(v.fields)) for v in result.views]
        except Invalid:
            hits = []
    return rendered(visit, "parts/choices.html", hits=hits, name=query.get("name", ""), words=words)
