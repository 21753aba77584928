"""Set an export on paper, as a PDF that is tagged for whoever reads with other means (PDF/UA-1).

Needs the extra ``pdf`` (typst); import it only where a PDF is asked for. What is on record goes in as JSON and never as
markup, so that it prints as it stands. The same export gives the same bytes on a machine with the same fonts.
"""

from datetime import datetime
from importlib.resources import as_file, files
from typing import Literal

import typst
from msgspec.json import encode
from msgspec.structs import replace

from comity.web.assets import LAID
from comity.web.paper import Paper

# Laid at set-up: Latin letters, and Devanagari. What neither has is looked for among the fonts of the system.
_FONTS = ("uswds/pdf", "devanagari/pdf")
_TAGGED: list[Literal["ua-1"]] = ["ua-1"]


def typeset(paper: Paper, at: datetime) -> bytes:
    """Give the PDF of an export that was made at a moment; takes about a second for 500 records.

    Where no font here has a letter of it, the PDF says so at its head and claims no conformance, but is there.
    """
    try:
        return _set(paper, at, _TAGGED)
    except typst.TypstError:
        return _set(replace(paper, head=(*paper.head, paper.lacking)), at, [])


def _set(paper: Paper, at: datetime, standards: list[Literal["ua-1"]]) -> bytes:
    fonts = [folder for name in _FONTS if (folder := LAID / name).is_dir()]
    with as_file(files("comity.web") / "templates" / "case.typ") as template:
        made = typst.compile(
            template,
            root=template.parent,
            font_paths=list(fonts),
            format="pdf",
            sys_inputs={"paper": encode(paper).decode()},
            pdf_standards=list(standards),
            timestamp=int(at.timestamp()),
        )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file for a PDF")
    return made
