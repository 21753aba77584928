"""The settings of a node, read from the environment once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from comity.errors import Invalid


@dataclass(frozen=True)
class Settings:
    """Where a node keeps its things and how it is reached.

    ``home`` (COMITY_HOME) holds the keyring and the embedded database; ``database_url`` (COMITY_DATABASE_URL) points at
    another PostgreSQL, 15 or later; ``host`` and ``port`` (COMITY_HOST, COMITY_PORT) are where it serves;
    ``checkpoint_seconds`` (COMITY_CHECKPOINT_SECONDS) is the longest time until an entry is under a signed head;
    ``request_days`` (COMITY_REQUEST_DAYS) is how long it is known what was asked for;
    ``entrance`` (COMITY_ENTRANCE) is a file that says how people sign in: banner, passkeys, workstations, issuer.
    """

    home: Path
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8400
    checkpoint_seconds: float = 1.0
    request_days: float = 30.0
    entrance: Path | None = None

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
    )


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name)
    if text is None:
        return default
    try:
        return float(text)
    except ValueError:
        raise Invalid(f"{name} is not a number: {text!r}.", field=name, remedy="Give a number, or unset it.") from None
