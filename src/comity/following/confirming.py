"""Asks whoever has no account, once, whether the address that was given for them is theirs.

That somebody was asked is kept with what goes out to them: if the process dies before, they are asked again.
"""

from comity.desks.victim_notices import WORDS
from comity.errors import Invalid, Refused, Unavailable
from comity.following.carrying import Outside, link_to
from comity.outside.mail import Mailer
from comity.records.governance.subscription import Outsider
from comity.store.feeds import asked_before, note_asked
from comity.store.node import Node
from comity.store.subscriptions import Standing

EVERY_SECONDS = 1.0


async def confirm_addresses(node: Node, outside: Outside) -> None:
    """Ask everybody who has not been asked; where this node sends no mail, nobody."""
    if outside.mailer is None:
        return
    wished = await node.subscriptions.refresh()
    open_ = [
        (each, each.wish.outsider)
        for each in wished.all.values()
        if each.wish.outsider is not None and each.wish.outsider.safe_to_mail and not each.wish.outsider.verified_at
    ]
    asked = await asked_before(node.pool, [each.id for each, _ in open_])
    for standing, outsider in open_:
        if standing.id not in asked:
            await _ask(node, outside, outside.mailer, standing=standing, outsider=outsider)


async def _ask(node: Node, outside: Outside, mailer: Mailer, *, standing: Standing, outsider: Outsider) -> None:
    words = WORDS[outsider.language]
    text = words.ask.format(link=link_to(node, outside, standing))
    headers = {"Content-Language": outsider.language}
    try:
        await mailer.send(outsider.mail, words.ask_subject, text, headers=headers, id=standing.id)
        await note_asked(node.pool, standing.id, node.clock(), "")
    except (Invalid, Refused) as wrong:
        await note_asked(node.pool, standing.id, node.clock(), str(wrong))
    except Unavailable:
        return
