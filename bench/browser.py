"""Debian's Chromium, as measurements and tests of pages start it: it reaches nothing but this machine."""

import shutil

NAMES = ("chromium", "chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name of a host outside is found: what a page asks of one is noted, and never leaves.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def chromium() -> str | None:
    """Give the path of the browser, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
