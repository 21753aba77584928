"""How a reader likes their pages, and for which purpose they work: kept by the browser, and changed from any page."""

from starlette.responses import Response

from comity.api.problems import MALFORMED, Turned
from comity.api.signing_in import Credentials
from comity.policy.sessions import PURPOSES
from comity.store.access import Scope
from comity.web.cookies import DENSITIES, DENSITY, LANGUAGE, PURPOSE, SCHEME, SCHEMES, keep, keep_while_open
from comity.web.form_reading import pairs_of
from comity.web.origin import own_path
from comity.web.pages import moved_to
from comity.web.site import Visit
from comity.web.words import LANGUAGES

_OFFERED = {"language": (LANGUAGE, tuple(LANGUAGES)), "density": (DENSITY, DENSITIES), "scheme": (SCHEME, SCHEMES)}


async def change(visit: Visit) -> Response:
    """Keep what was chosen, and show the page again from which it was."""
    said = dict(await pairs_of(visit.request))
    answer = moved_to(own_path(said.get("then", "/desk")))
    for name, (cookie, offered) in _OFFERED.items():
        if name in said:
            keep(visit.request, answer, cookie, _one_of(name, said[name], offered))
    return answer


async def change_purpose(visit: Visit) -> Response:
    """Work for another purpose from now on; Turned for one that this account may not state."""
    said = dict(await pairs_of(visit.request))
    purpose = _one_of("purpose", said.get("purpose", ""), tuple(PURPOSES))
    await visit.site.front.sessions.session(Credentials(visit.reader.credentials.bearer, purpose, Scope.READ))
    answer = moved_to(own_path(said.get("then", "/desk")))
    keep_while_open(visit.request, answer, PURPOSE, purpose)
    return answer


def _one_of(name: str, said: str, offered: tuple[str, ...]) -> str:
    if said not in offered:
        raise Turned(
            MALFORMED, f"{name} is none that is offered.", remedy=f"Choose one of: {', '.join(offered)}.", field=name
        )
    return said
