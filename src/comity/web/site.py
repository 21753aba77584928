"""What every page works with: the front, the templates in each language, and whoever reads."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache, cached_property

from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec.structs import replace
from starlette.requests import Request

from comity.acts.sight import may_enter, profile_now
from comity.api.asking import emergency
from comity.api.front import Front
from comity.api.signing_in import Credentials, not_signed_in
from comity.desks.desk import Desk
from comity.desks.professions import desk_of
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import Session
from comity.records.declaration import kind_name
from comity.store.access import Scope
from comity.web import saying
from comity.web.assets import Assets
from comity.web.cookies import PURPOSE, TOKEN, Likes, likes_of
from comity.web.words import Catalogs, translations

Say = Callable[..., str]
# What a template speaks of, by its names.
Spoken = Mapping[str, object]
_READING = ("GET", "HEAD")
# What lists, dockets and cases are given as, beside pages.
_DATA = (".json", ".csv", ".ics", ".pdf", ".zip")


@dataclass(frozen=True)
class Reader:
    """Somebody who is signed in, and the desk at which they sit."""

    session: Session
    credentials: Credentials

    @property
    def desk(self) -> Desk:
        """The desk of their profession."""
        return desk_of(self.session.agency.pillar)


@dataclass(frozen=True)
class Site:
    """One server's pages: the front behind them, what browsers load, the time zone of its clocks, and its catalogs."""

    front: Front
    assets: Assets
    zone: tzinfo = UTC
    catalogs: Catalogs = translations

    async def reader(self, request: Request) -> Reader:
        """Give who reads, by the cookie of their sign-in; Turned with 401 when it speaks for nobody.

        A calendar or a spreadsheet that fetches by itself sends a key instead, as the password of HTTP's own sign-in.
        """
        reads = request.method in _READING
        bearer = request.cookies.get(TOKEN, "") or (_key_in(request) if reads else "")
        if not bearer:
            raise not_signed_in("You are not signed in.")
        credentials = Credentials(bearer, request.cookies.get(PURPOSE), Scope.READ if reads else Scope.ENTER)
        sessions = self.front.sessions
        # A part that a page reads anew is nothing that a person did: a desk that is left alone locks (CJIS AC-11).
        opened = sessions.session_left_idle if reads and is_part(request) else sessions.session
        session = await opened(credentials)
        if stated := emergency(request):
            session = replace(session, emergency=stated)
        if request.client is not None:
            await self.front.watch.seen(session, request.client.host)
        return Reader(session, credentials)


@dataclass(frozen=True)
class Visit:
    """One request for a page, and who makes it: nobody yet where a page is open to all."""

    site: Site
    request: Request
    signed_in: Reader | None

    @property
    def reader(self) -> Reader:
        """Who reads; only pages behind the door ask."""
        if self.signed_in is None:
            raise not_signed_in("You are not signed in.")
        return self.signed_in

    @property
    def session(self) -> Session:
        """The session of whoever reads."""
        return self.reader.session

    @property
    def begins(self) -> tuple[str, ...]:
        """The kinds that whoever reads may enter from nothing at this desk."""
        return tuple(name for kind in self.reader.desk.begins if self.may_enter(name := kind_name(kind)))

    def agency_name(self, key: str) -> str:
        """Give how an agency is called."""
        agency = self.site.front.node.directory.agency.get(key)
        return agency.name if agency else key

    def member_name(self, key: str) -> str:
        """Give how a member is called."""
        member = self.site.front.node.directory.member.get(key)
        return member.name if member else key

    def may_enter(self, kind: str) -> bool:
        """Tell whether a clause lets whoever reads enter a kind."""
        node, session = self.site.front.node, self.session
        handling = HandlingClass(kind, session.agency.key)
        return may_enter(node, profile_now(node, session), handling, Operation.ENTER).allowed

    @cached_property
    def likes(self) -> Likes:
        """How they like their pages."""
        return likes_of(self.request)

    @property
    def say(self) -> Say:
        """Says an English sentence in the reader's language."""
        return said_in(self.likes.language, self.site.catalogs)

    @property
    def moment(self) -> Callable[[str | datetime | None], str]:
        """Says when something was, in the reader's language and by the clocks of the place."""
        return saying.moment_in(self.likes.language, self.site.zone)

    @property
    def is_part(self) -> bool:
        """Whether a script asks for a part of a page, and not somebody for the whole."""
        return is_part(self.request)

    @property
    def is_data(self) -> bool:
        """Whether a program asks for data, and not somebody for a page: by the end of the address."""
        asked_by_hand = "text/html" in self.request.headers.get("accept", "")
        return self.request.url.path.endswith(_DATA) and not asked_by_hand

    def page(self, template: str, values: Spoken) -> str:
        """Give the HTML of a page, or of a part of one."""
        speaking = _environment(self.likes.language, self.site.catalogs, self.site.zone).get_template(template)
        return speaking.render(visit=self, likes=self.likes, asset=self.site.assets.address, **values)


def _key_in(request: Request) -> str:
    """Give the key that a program sends (RFC 7617, Basic; RFC 6750, Bearer); "" where it sends none."""
    scheme, _, said = request.headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return said.strip()
        case "basic":
            try:
                return b64decode(said, validate=True).decode().partition(":")[2]
            except ValueError:
                return ""
        case _:
            return ""


def is_part(request: Request) -> bool:
    """Tell whether a script asks for a part of a page."""
    return request.headers.get("hx-request") == "true"


@cache
def said_in(language: str, catalogs: Catalogs) -> Say:
    """Give what says an English sentence in a language, with values put in by their names."""
    gettext = catalogs(language).gettext

    def say(sentence: str, **values: object) -> str:
        said = gettext(sentence) if sentence else ""
        return said % values if values else said

    return say


@cache
def _environment(language: str, catalogs: Catalogs, zone: tzinfo) -> Environment:
    speaking = Environment(
        loader=PackageLoader("comity.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalog = catalogs(language)
    speaking.install_gettext_callables(catalog.gettext, catalog.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    speaking.globals.update(saying.spoken_in(language, said_in(language, catalogs), zone))
    return speaking
