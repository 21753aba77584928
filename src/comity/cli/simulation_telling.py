"""How a simulation is told on the command line: what would open and close, for whom, and which questions of late."""

from collections.abc import Iterable, Iterator

from comity.cli.speaking import Voice
from comity.policy.simulation_told import ForEntering, ForReader, ForRequest, RecordsChanged, SimulationTold


def told_simulation(voice: Voice, told: SimulationTold) -> None:
    """Tell what a draft would change."""
    for line in _lines(told):
        voice.say(line)
    voice.give(told)


def _lines(told: SimulationTold) -> Iterator[str]:
    for reader in told.readers:
        yield f"{_whom(reader)}{_when(reader)}, to {', '.join(reader.operations)} for {', '.join(reader.purposes)}:"
        yield from _changes(reader.changes)
    for each in told.entering:
        for verb, kinds in (("may", each.opened), ("may no longer", each.closed)):
            if kinds:
                yield f"{_whom(each)} {verb} {each.operation} for {', '.join(each.purposes)}: {', '.join(kinds)}"
    yield f"Of {told.requests} questions of the last 30 days, these would be answered otherwise:"
    for asked in told.asked:
        yield f"{_whom(asked)}, to {asked.operation} for {asked.purpose}, asked {asked.times or 'a few'} times:"
        yield from _changes(asked.changes)
    if not told.asked:
        yield "  none"
    yield from (f"Clause {name} counts for nothing that is held." for name in told.unused)
    for struck in told.struck:
        taken = f"{', '.join(struck.categories)} of {', '.join(struck.kinds)}"
        yield f"{struck.prohibition} takes {taken} from {struck.clause}."
    yield f"Changes of fewer than {told.smallest} records of another agency are left out."


def _whom(who: ForReader | ForEntering | ForRequest) -> str:
    return f"{who.agency} ({', '.join(who.roles) or 'no role'})"


def _when(reader: ForReader) -> str:
    said = "" if reader.second_factor else ", signed in with one factor"
    return f"{said}, in an emergency" if reader.emergency else said


def _changes(changes: Iterable[RecordsChanged]) -> Iterator[str]:
    return (f"  {change.said}" for change in changes)
