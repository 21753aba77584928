"""``comity export nibrs``: what a police records clerk files for a month of one agency."""

import re
from io import BytesIO
from pathlib import Path
from typing import Annotated
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cyclopts import Parameter

from comity.acts.disclose_around import disclose_around
from comity.cli.asking import may_replace
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Exit, Voice
from comity.cli.writing import write_private
from comity.errors import Invalid
from comity.exchange.nibrs.month import BESIDE, KINDS, Filed, LeftOut, Month, concerns, month_of
from comity.policy.sessions import open_session

_MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])")
# A zip file has no older time; that of the making would give other bytes for the same month.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


async def nibrs(  # noqa: PLR0913 - the options of a command
    *,
    month: Annotated[str, Parameter(help="The month that is reported, such as 2026-10.")],
    agency: Agency,
    member: Member,
    purpose: Purpose,
    out: Annotated[Path, Parameter(help="The zip file to write, with a NIBRS message for each report.")],
    yes: Annotated[bool, Parameter(negative="", help="Replace what is there without asking.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> Exit:
    """Write an agency's month for the FBI: NIBRS messages (IEPD 2019.1), as this member may see what they tell.

    What breaks an edit rule is left out, and named with field, reason and remedy in FILE.report.txt: exit code 1.
    Records of another agency that are in it are written down as disclosed before they leave.
    """
    voice = Voice(json)
    if not _MONTH.fullmatch(month):
        raise Invalid(f"{month!r} is no month.", field="month", remedy="Name it as YYYY-MM, such as 2026-10.")
    may_replace(out, yes=yes)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        around = disclose_around(
            node, session, KINDS, beside=BESIDE, wanted=lambda view: view.owner == agency and concerns(view, month)
        )
        made = month_of([each async for each in around], month)
    told = out.with_name(f"{out.name}.report.txt")
    write_private(out, _zipped(made.filed))
    write_private(told, _told(made, month, agency).encode())
    voice.give({"file": str(out), "report": str(told), "reports": len(made.filed), "left_out": len(made.left_out)})
    voice.say(f"{len(made.filed)} reports are in {out}; {len(made.left_out)} were left out, see {told}.")
    return Exit.REFUSED if made.left_out or not made.filed else Exit.OK


def _zipped(filed: tuple[Filed, ...]) -> bytes:
    """Give the messages as one file, in the order of their names: the same month gives the same bytes."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for each in sorted(filed, key=lambda each: each.name):
            archive.writestr(ZipInfo(each.name, _NO_TIME), each.message, ZIP_DEFLATED)
    return written.getvalue()


def _told(made: Month, month: str, agency: str) -> str:
    """Say what was left out, with what to do, and of what the FBI would warn."""
    lines = [f"NIBRS {month}, {agency}: {len(made.filed)} reports filed, {len(made.left_out)} left out."]
    lines += [_line(left) for left in made.left_out]
    lines += [f"Warning: {each.name}: {w.line()} {w.remedy}" for each in made.filed for w in each.warnings]
    if not made.filed and not made.left_out:
        lines.append("Nothing is on record for this month. Enter a crime-report of the sort 'zero report' to say so.")
    return "\n".join(lines) + "\n"


def _line(left: LeftOut) -> str:
    return f"Left out: {left.kind} {left.number or left.record}: {left.reason} {left.remedy}"
