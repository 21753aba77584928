"""The options that every command takes: where the node is, and whether a person or a program reads the answer."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.settings import Settings, read_settings

Home = Annotated[Path | None, Parameter(help="The folder of the keyring and the embedded database; else COMITY_HOME.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Answer in JSON, for programs.")]
Agency = Annotated[str, Parameter(help="The key of the agency that acts.")]
Member = Annotated[str, Parameter(help="The key of the member of the agency who acts.")]
Purpose = Annotated[str, Parameter(help="What for, such as investigation/2026-0417.")]


def settings_of(home: Path | None, *, host: str | None = None, port: int | None = None) -> Settings:
    """Give the settings for one command: a flag counts before the environment, the environment before the default."""
    settings = read_settings()
    return replace(
        settings,
        home=home.resolve() if home else settings.home,
        host=host or settings.host,
        port=settings.port if port is None else port,
    )
