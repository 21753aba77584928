"""Carries a message to its subscriber by one way: to a webhook, by mail, into a folder. Says what became of it."""

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from comity.acts.deliver import Message
from comity.acts.outsiders import token_of
from comity.acts.secrets import secrets_of, signing_key
from comity.desks.victim_notices import WORDS
from comity.errors import ComityError, Conflict, Invalid, Refused, Unavailable
from comity.outside.addresses import Resolver, reachable, resolved
from comity.outside.dropping import dropped
from comity.outside.fetching import sent
from comity.outside.mail import Mailer
from comity.outside.webhooks import Verdict, signed, verdict, wait_asked_for
from comity.records.governance.subscription import Outsider, Way
from comity.settings import Settings
from comity.store.node import Node
from comity.store.subscriptions import Standing

_SECONDS = 20.0
_ENDINGS = {"application/json": "json", "application/xml": "xml", "text/xml": "xml", "application/ld+json": "json"}


class Carried(NamedTuple):
    """What became of a try: the verdict, why, how long the receiver asks to be left alone, and what it answered."""

    verdict: Verdict
    why: str = ""
    wait: timedelta | None = None
    answer: bytes = b""


@dataclass(frozen=True)
class Outside:
    """How this installation reaches the world outside: which hosts inside it may, who takes mail, which folders."""

    hosts: frozenset[str] = frozenset()
    mailer: Mailer | None = None
    folders: tuple[Path, ...] = ()
    public_url: str = ""
    trust: ssl.SSLContext | None = field(default=None, repr=False)
    resolver: Resolver = resolved


def outside_of(settings: Settings) -> Outside:
    """Give how the settings let the world outside be reached."""
    hosts = settings.outside_hosts
    mailer = Mailer(settings.smtp_url, settings.mail_from or "", hosts) if settings.smtp_url else None
    return Outside(hosts, mailer, settings.drop_folders, settings.public_url or "")


async def carried(node: Node, outside: Outside, standing: Standing, messages: Sequence[Message]) -> Carried:
    """Carry messages to a subscriber in one go; only mail takes more than one, which it does not quote."""
    try:
        match standing.wish.way:
            case Way.WEBHOOK:
                return await _posted(node, outside, standing, messages[0])
            case Way.MAIL:
                return await _mailed(node, outside, standing, messages)
            case _:
                return await _filed(outside, standing, messages[0])
    except (Unavailable, Conflict) as wrong:
        return Carried(Verdict.DOWN, str(wrong))
    except (Invalid, Refused) as wrong:
        # The address or the settings: the same message will fare better when somebody has mended those.
        return Carried(Verdict.DOWN, _why(wrong))


def _why(wrong: ComityError) -> str:
    return f"{wrong} {wrong.remedy}"


async def _posted(node: Node, outside: Outside, standing: Standing, message: Message) -> Carried:
    target = await reachable(standing.wish.address or "", outside.hosts, resolver=outside.resolver)
    now = node.clock()
    secrets = secrets_of(node, standing, now)
    headers = signed(message.body, message.parcel.id, now, secrets, signer=signing_key(node))
    headers["content-type"] = "application/cloudevents+json"
    reply = await sent(target, message.body, headers, seconds=_SECONDS, trust=outside.trust)
    why = "" if verdict(reply.status) is Verdict.DELIVERED else f"It answered {reply.status}."
    return Carried(verdict(reply.status), why, wait_asked_for(reply.headers, now=now), reply.body)


async def _mailed(node: Node, outside: Outside, standing: Standing, messages: Sequence[Message]) -> Carried:
    if outside.mailer is None:
        return Carried(Verdict.DOWN, "This node sends no mail. Set COMITY_SMTP_URL and COMITY_MAIL_FROM.")
    if standing.wish.outsider is not None:
        return await _mailed_outsider(node, outside, standing, standing.wish.outsider)
    link = f"{outside.public_url}/v1/subscriptions/{standing.id}/hand-offs"
    count = len({message.parcel.record for message in messages})
    text = (
        f"There is news on {count} {'record' if count == 1 else 'records'} that you asked to be told of.\n\n"
        f"Sign in to see what may be shown to you:\n{link}\n\n"
        "This message holds nothing of the records. To end it, end the subscription there.\n"
    )
    await outside.mailer.send(standing.wish.address or "", "News for you in Comity", text)
    return Carried(Verdict.DELIVERED)


async def _mailed_outsider(node: Node, outside: Outside, standing: Standing, outsider: Outsider) -> Carried:
    """Tell somebody without an account that there is news, in their language; what it is stands behind the link."""
    words, link = WORDS[outsider.language], link_to(node, outside, standing)
    headers = {
        "Content-Language": outsider.language,
        "List-Unsubscribe": f"<{link}/ending>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if outside.mailer is not None:
        await outside.mailer.send(outsider.mail, words.news_subject, words.news.format(link=link), headers=headers)
    return Carried(Verdict.DELIVERED)


def link_to(node: Node, outside: Outside, standing: Standing) -> str:
    """Give the address of the page of whoever a subscription tells in the place of its member."""
    return f"{outside.public_url}/notices/{token_of(node, standing.id)}"


async def _filed(outside: Outside, standing: Standing, message: Message) -> Carried:
    content, media_type = message.body, "application/json"
    if message.content is not None:
        content, media_type = message.content, message.media_type
    name = f"{message.parcel.number:09d}-{message.parcel.record.hex}.{_ENDINGS.get(media_type, 'bin')}"
    if not outside.folders:
        return Carried(Verdict.DOWN, "This node drops no files. Set COMITY_DROP_FOLDERS.")
    # Each agency has a folder of its own: nobody's wish puts files where another's partner looks.
    folder = outside.folders[0] / standing.agency / (standing.wish.address or "")
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    await asyncio.to_thread(dropped, folder, name, content, allowed=outside.folders)
    return Carried(Verdict.DELIVERED)
