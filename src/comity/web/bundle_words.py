"""The README of a signed bundle: in plain words what it holds, how it is checked, and what that shows and does not."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from uuid import UUID

from comity.acts.export_case import Exported
from comity.web.paper import head_of, title_of_export
from comity.web.site import Visit

_WIDTH = 78


def readme(visit: Visit, exported: Exported, unproven: Sequence[UUID]) -> str:
    """Give the README in the reader's language, a paragraph for each thing to know."""
    paragraphs = ["\n".join(wrap(text, _WIDTH, break_on_hyphens=False)) for text in _told(visit, exported, unproven)]
    return "\n\n".join(paragraphs) + "\n"


def _told(visit: Visit, exported: Exported, unproven: Sequence[UUID]) -> Iterator[str]:
    say = visit.say
    yield f"{say('Case')} {title_of_export(visit, exported)}".rstrip()
    yield from head_of(visit, exported)
    notices = dict.fromkeys((notice.clause, notice.text) for view in exported.views for notice in view.notices)
    for clause, text in notices:
        yield say("Heed what goes with these records, by %(clause)s: %(text)s", clause=clause, text=text)
    yield say(
        "What is here. records.jsonl holds a record on each line, as JSON. proofs/ holds proofs that records stand "
        "in the log. checkpoint is the signed head of the log. key is the key that verifies it. MANIFEST names "
        "every file with its SHA-256, and is signed by the same key."
    )
    yield say(
        "How it is checked, without a network and without the node that made it: with Python, its package cryptography "
        "and two files of Comity, verify.py and verify_bundle.py, run this, where KEY is the verifier key of the log "
        "as you know it from elsewhere. The key in this file proves nothing by itself: whoever forges a bundle brings "
        "a key along."
    )
    yield "python -m comity.verify_bundle FILE --key KEY"
    yield say(
        "What that shows. That no byte changed since the node signed. That each record with a proof was entered in the "
        "log before its signed head, and that what stands readable in the log is what is shown here. Names, places, "
        "narratives and the like are encrypted in the log: that they are what they were is the word of the node."
    )
    yield say("What that does not show. That what a record says is true, or that these are all records of the case.")
    if unproven:
        yield say(
            "These records come without a proof, because they were entered after the newest signed head, or because "
            "the log shows more of them in readable form than the reader may see:"
        )
        yield from map(str, unproven)
