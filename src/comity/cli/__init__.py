"""The command line: ``comity``, one file a command."""

import sys
from collections.abc import Sequence
from importlib.metadata import version

import asyncpg
from cyclopts import App, CycloptsError
from rich.console import Console

from comity.cli.account import account
from comity.cli.agreement import agreement
from comity.cli.bench import bench
from comity.cli.deadlines import deadlines
from comity.cli.disclosures import disclosures
from comity.cli.doctor import doctor
from comity.cli.explain import explain
from comity.cli.export import export
from comity.cli.fsck import fsck
from comity.cli.importing import import_
from comity.cli.init import init
from comity.cli.link import link
from comity.cli.matrix import matrix
from comity.cli.policy import policy
from comity.cli.rebuild import rebuild
from comity.cli.recall import recall
from comity.cli.reconcile import reconcile
from comity.cli.relief import relief
from comity.cli.search import search
from comity.cli.serve import serve
from comity.cli.speaking import Exit, report_error
from comity.cli.token import token
from comity.errors import ComityError, Unavailable

EPILOGUE = """\
Exit codes: 0 done, 1 refused, 2 wrong use, 3 not verified, 4 unavailable. NO_COLOR and COMITY_HOME are heeded.\
"""

app = App(
    name="comity",
    help="One shared record for the agencies of a justice system and the partners around it.",
    help_epilogue=EPILOGUE,
    version=version("comity"),
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)
for command in (serve, init, token, search, explain, export, fsck, rebuild, reconcile, doctor, matrix, bench):
    app.command(command)
app.command(import_, name="import")
app.command(account)
app.command(deadlines)
app.command(agreement)
app.command(disclosures)
app.command(link)
app.command(policy)
app.command(recall)
app.command(relief)
# By its name, and read when it is wanted: Hart City stands a floor above, and is no part of a node at work.
app.command("comity.demo.command:demo", name="demo")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; errors that a person can act on are said, never thrown."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        done = app(given, exit_on_error=False, error_console=Console(stderr=True), result_action="return_value")
    except CycloptsError:
        return Exit.USAGE
    except ComityError as wrong:
        return report_error(wrong, json="--json" in given)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as wrong:
        return report_error(_unreached(wrong), json="--json" in given)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    return done if isinstance(done, int) else Exit.OK


def _unreached(wrong: Exception) -> Unavailable:
    # A database's message may quote what was written: only its kind is passed on. A file's name is what helps.
    said = str(wrong) if isinstance(wrong, OSError) else type(wrong).__name__
    return Unavailable(f"Something that the command needs failed: {said}", remedy="comity doctor says what is wrong.")
