"""Have somebody told who has no account: a victim of changes of custody, a party of what happens in their case.

They are asked first whether the address is theirs; a mail says only that there is news, and where.
"""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import uuid4

from msgspec import ValidationError, convert
from starlette.responses import Response

from comity.acts.read import read
from comity.acts.subscribe import Terms, subscribe
from comity.acts.viewing import View
from comity.api.asking import id_in, queried
from comity.api.problems import RULE
from comity.desks.titles import title_of
from comity.desks.victim_notices import CASE_KINDS, CUSTODY_KINDS
from comity.errors import Invalid, Refused
from comity.records.governance.subscription import Language, Outsider, Way
from comity.web.form_reading import Pairs, pairs_of
from comity.web.pages import moved_to, rendered
from comity.web.site import Visit

# Of what somebody may be told: what stands in the form, and the kinds that it means.
_OF: Mapping[str, tuple[str, ...]] = MappingProxyType({"custody": CUSTODY_KINDS, "case": CASE_KINDS})


async def page(visit: Visit) -> Response:
    """Ask whom to tell, and of what."""
    queried(visit.request, ())
    return _shown(visit, await read(visit.site.front.node, visit.session, id_in(visit.request)), (), None)


async def sent(visit: Visit) -> Response:
    """Have them asked whether they want to be told."""
    pairs = await pairs_of(visit.request)
    node, session = visit.site.front.node, visit.session
    view = await read(node, session, id_in(visit.request))
    said = dict(pairs)
    try:
        terms = Terms(
            about=view.id, way=Way.MAIL, basis=said.get("basis", "").strip() or None, outsider=_outsider(said)
        )
        await subscribe(node, session, _kinds(said), terms=terms, key=said.get("key") or None)
    except (Invalid, Refused) as wrong:
        return _shown(visit, view, pairs, wrong)
    return moved_to("/news")


def _outsider(said: Mapping[str, str]) -> Outsider:
    given = {"mail": said.get("mail", "").strip(), "language": said.get("language", Language.ENGLISH.value)}
    try:
        return convert(given, Outsider)
    except ValidationError as wrong:
        raise Invalid(
            "The mail address or the language cannot be read.",
            field="mail",
            remedy="Give an address such as vi@mail.example.",
        ) from wrong


def _kinds(said: Mapping[str, str]) -> tuple[str, ...]:
    kinds = _OF.get(said.get("of", ""))
    if kinds is None:
        raise Invalid("It is not said of what they are told.", field="of", remedy="Choose one.")
    return kinds


def _shown(visit: Visit, view: View, pairs: Pairs, wrong: Invalid | Refused | None) -> Response:
    return rendered(
        visit, "outsider.html", status=RULE.status if wrong else 200, view=view, wrong=wrong, said=dict(pairs),
        title=title_of(view.kind, view.fields), languages=tuple(each.value for each in Language), key=str(uuid4()),
    )  # fmt: skip
