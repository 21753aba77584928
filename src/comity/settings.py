"""The settings of a node, read from the environment once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comity.errors import Invalid

_PAIR = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\]):[1-9][0-9]{0,4}")
_PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.\-:\[\]]+(/[A-Za-z0-9._~/-]*)?")


@dataclass(frozen=True)
class Settings:
    """Where a node keeps its things and how it is reached.

    ``home`` (COMITY_HOME) holds the keyring and the embedded database; ``database_url`` (COMITY_DATABASE_URL) points at
    another PostgreSQL, 15 or later; ``host`` and ``port`` (COMITY_HOST, COMITY_PORT) are where it serves;
    ``checkpoint_seconds`` (COMITY_CHECKPOINT_SECONDS) is the longest time until an entry is under a signed head;
    ``request_days`` (COMITY_REQUEST_DAYS) is how long it is known what was asked for;
    ``entrance`` (COMITY_ENTRANCE) is a file that says how people sign in: banner, passkeys, workstations, issuer;
    ``public_url`` (COMITY_PUBLIC_URL) is where links in mails lead, such as https://comity.hart.example;
    ``smtp_url`` (COMITY_SMTP_URL) is the server that takes mail, such as smtp://user:password@host:587, and
    ``mail_from`` (COMITY_MAIL_FROM) whom it is from;
    ``outside_hosts`` (COMITY_OUTSIDE_HOSTS) are the pairs of host and port, parted by commas, that may be reached
    though they stand inside a network or are not encrypted;
    ``drop_folders`` (COMITY_DROP_FOLDERS) are the folders, parted as in PATH, within which files may be dropped;
    ``zone`` (COMITY_ZONE) is the time zone that the clocks on the wall show, such as America/Chicago.
    """

    home: Path
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8400
    checkpoint_seconds: float = 1.0
    request_days: float = 30.0
    entrance: Path | None = None
    public_url: str | None = None
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    outside_hosts: frozenset[str] = frozenset()
    drop_folders: tuple[Path, ...] = ()
    zone: tzinfo = UTC

    @property
    def keyring(self) -> Path:
        """The folder of the keys, apart from the database."""
        return self.home / "keyring"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; Invalid names the variable that does not hold."""
    home, entrance = environment.get("COMITY_HOME"), environment.get("COMITY_ENTRANCE")
    return Settings(
        Path(home) if home else Path.home() / ".local" / "share" / "comity",
        environment.get("COMITY_DATABASE_URL") or None,
        environment.get("COMITY_HOST", "127.0.0.1"),
        int(_number(environment, "COMITY_PORT", 8400)),
        _number(environment, "COMITY_CHECKPOINT_SECONDS", 1.0),
        _number(environment, "COMITY_REQUEST_DAYS", 30.0),
        Path(entrance) if entrance else None,
        _public_url(environment),
        environment.get("COMITY_SMTP_URL") or None,
        environment.get("COMITY_MAIL_FROM") or None,
        _outside_hosts(environment),
        _drop_folders(environment),
        _zone(environment),
    )


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name)
    if text is None:
        return default
    try:
        return float(text)
    except ValueError:
        raise Invalid(f"{name} is not a number: {text!r}.", field=name, remedy="Give a number, or unset it.") from None


def _zone(environment: Mapping[str, str]) -> tzinfo:
    name = environment.get("COMITY_ZONE", "UTC")
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Invalid(
            f"COMITY_ZONE is no time zone that is known here: {name[:60]!r}.",
            field="COMITY_ZONE",
            remedy="Give a name such as America/Chicago; where all are missing, install the package tzdata.",
        ) from None


def _outside_hosts(environment: Mapping[str, str]) -> frozenset[str]:
    pairs = frozenset(environment.get("COMITY_OUTSIDE_HOSTS", "").lower().replace(",", " ").split())
    for pair in sorted(pairs):
        if not _PAIR.fullmatch(pair):
            raise Invalid(
                f"COMITY_OUTSIDE_HOSTS has {pair!r}, which is no host and port.",
                field="COMITY_OUTSIDE_HOSTS",
                remedy="Write receiver.court.example:8443, with the port, and commas between several.",
            )
    return pairs


def _drop_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    folders = tuple(Path(text) for text in environment.get("COMITY_DROP_FOLDERS", "").split(os.pathsep) if text)
    for folder in folders:
        if not folder.is_absolute() or folder == Path(folder.anchor):
            raise Invalid(
                f"COMITY_DROP_FOLDERS has {str(folder)!r}, which is no whole path of a folder.",
                field="COMITY_DROP_FOLDERS",
                remedy="Write paths from the root, such as /srv/comity/drops, and not the root itself.",
            )
    return folders


def _public_url(environment: Mapping[str, str]) -> str | None:
    text = environment.get("COMITY_PUBLIC_URL", "").rstrip("/")
    if text and not _PUBLIC_URL.fullmatch(text):
        raise Invalid(
            f"COMITY_PUBLIC_URL is no address of a page: {text!r}.",
            field="COMITY_PUBLIC_URL",
            remedy="Write https://host, with a path if the node stands under one.",
        )
    return text or None
