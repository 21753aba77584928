"""The flat-file form: lines of fixed columns become segments, and segments of one number a group."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from comity.exchange.nibrs.layout import LAYOUTS, Column, Layout

FRAMING = frozenset({"length", "level", "action", "month", "year", "city", "ori", "number"})


@dataclass(frozen=True)
class Fault:
    """What is wrong with a segment: where it stands, the data element, the FBI's error number, and what to do."""

    line: int
    record: int
    level: str
    element: str
    number: str
    value: str
    reason: str
    remedy: str

    def sentence(self) -> str:
        """Say it as the person reads it who must correct the submission."""
        shown = f" ({self.value!r})" if self.value else ""
        return f"line {self.line}, segment level {self.level}, data element {self.element or '-'}{shown}: {self.reason}"


@dataclass(frozen=True)
class Segment:
    """One line, read through its layout; remembers which of its values were taken into a record."""

    line: int
    record: int
    text: str
    layout: Layout
    taken: set[str] = field(default_factory=set, compare=False)

    def value(self, name: str, occurrence: int = 0) -> str:
        """Give a value without blanks around it, "" when it was left blank; does not count as taken."""
        return self.text[self._column(name).columns(occurrence)].strip()

    def take(self, name: str, occurrence: int = 0) -> str:
        """Give a value that goes into a record."""
        value = self.value(name, occurrence)
        if value:
            self.taken.add(_path(name, occurrence))
        return value

    def take_all(self, name: str) -> tuple[str, ...]:
        """Give every value of a repeated data element that was not left blank."""
        times = self._column(name).times
        return tuple(value for value in (self.take(name, n) for n in range(times)) if value)

    def leaves(self) -> Iterator[str]:
        """Name every value that is not blank and not framing; the administrative segment carries its own framing."""
        for column in self.layout.columns:
            if column.name in FRAMING and (self.layout.level not in "170" or column.name in {"length", "level"}):
                continue
            for occurrence in range(column.times):
                if self.value(column.name, occurrence):
                    yield _path(column.name, occurrence)

    def untaken(self) -> tuple[str, ...]:
        """Name the values that went into no record, each with its line."""
        return tuple(f"line {self.line}/{self.layout.name}/{leaf}" for leaf in self.leaves() if leaf not in self.taken)

    def _column(self, name: str) -> Column:
        return next(column for column in self.layout.columns if column.name == name)


def _path(name: str, occurrence: int) -> str:
    return f"{name}[{occurrence}]" if occurrence else name


def segments(text: str) -> Iterator[Segment | Fault]:
    """Read the lines of a submission in order; a line that is no segment comes as the fault that says why."""
    record = 0
    for line, content in enumerate(text.splitlines(), start=1):
        if content.strip():
            record += 1
            yield _segment(line, record, content)


def _segment(line: int, record: int, text: str) -> Segment | Fault:
    layout = LAYOUTS.get(text[4:5])
    if layout is None:
        return Fault(
            line, record, text[4:5], "", "051", text[4:5], "there is no such segment level", "Give a level from 0 to 7."
        )
    longest = max(layout.lengths)
    if not text[:4].isdigit() or len(text) > longest:
        return Fault(
            line,
            record,
            layout.level,
            "",
            "088",
            text[:4],
            f"the segment is {len(text)} characters long, {longest} at most are allowed",
            "Give the length in columns 1 to 4 and no more columns than it says.",
        )
    return Segment(line, record, text.ljust(longest), layout)


def groups(parts: list[Segment]) -> Iterator[list[Segment]]:
    """Give the segments that stand together and carry the same agency, action and number."""
    for _, together in groupby(parts, key=_belonging):
        yield list(together)


def _belonging(segment: Segment) -> tuple[str, ...]:
    single = segment.layout.level in "70"
    number = segment.value("arrest_number") if segment.layout.level == "7" else segment.value("number")
    return (segment.value("ori"), number, segment.value("action"), str(segment.line) if single else "")
