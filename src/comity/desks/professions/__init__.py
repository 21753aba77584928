"""The desks that there are: every ``DESK`` in this folder, by being there."""

import pkgutil
from functools import cache
from importlib import import_module

from comity.desks.desk import Desk
from comity.desks.professions.partner import PARTNER
from comity.records.pillars import Pillar


@cache
def desks() -> tuple[Desk, ...]:
    """Give every desk, by name; a new file in the folder is a new desk."""
    modules = (import_module(found.name) for found in pkgutil.iter_modules(__path__, f"{__name__}."))
    return tuple(sorted((m.DESK for m in modules if hasattr(m, "DESK")), key=lambda desk: desk.name))


@cache
def desk_of(pillar: Pillar) -> Desk:
    """Give the desk of a profession; one that has none of its own yet sees and enters what its clauses allow."""
    return next((desk for desk in desks() if pillar in desk.pillars), PARTNER)
