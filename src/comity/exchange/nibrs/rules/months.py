"""Rules on heads, on reports that void others or that nothing happened, and on all reports of a month together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from comity.exchange.nibrs.reports import GroupAIncident, GroupBArrest, Report, ZeroReport
from comity.exchange.nibrs.rules.numbers import day, is_clean, is_embedded, is_ori, last_day
from comity.exchange.nibrs.rules.rule import Breach, Rule, Weight

LONGEST = 12
STATE = 2


def _head(number: str, element: str, sentence: str, remedy: str, holds: Callable[[Report], bool]) -> Rule:
    def broken_at(report: Report) -> Iterator[str]:
        if not holds(report):
            yield f"the report of {report.submission.ori or 'an agency'}"

    return Rule(number, element, sentence, remedy, broken_at)


def _named(report: Report) -> tuple[str, str]:
    """Give the number of what a report is of, and its date."""
    match report:
        case GroupAIncident():
            return report.number, report.date
        case GroupBArrest(arrest=arrest):
            return arrest.number, arrest.date
        case ZeroReport():
            return "", ""


def _number(report: Report) -> str:
    return _named(report)[0]


def _is_spelled(report: Report) -> bool:
    number = _number(report)
    return is_clean(number) and len(number) <= LONGEST and not is_embedded(number)


HEADS = (
    _head(
        "952",
        "1",
        "The agency has an ORI of nine capital letters and digits.",
        "Enter the agency's ORI with its organization.",
        lambda report: is_ori(report.submission.ori),
    ),
    _head(
        "001",
        "month",
        "The month of a zero report is there.",
        "Name the month as YYYY-MM.",
        lambda report: not isinstance(report, ZeroReport) or bool(report.submission.month),
    ),
    _head(
        "090",
        "month",
        "The month of a zero report is one.",
        "Name the month as YYYY-MM.",
        lambda report: not isinstance(report, ZeroReport) or last_day(report.submission.month) is not None,
    ),
)
# What is said of a report that voids another: its number, and the date by which it is found.
VOIDS = (
    _head(
        "197",
        "3",
        "A report that voids an incident has its date.",
        "Enter the date of the incident.",
        lambda report: not isinstance(report, GroupAIncident) or day(report.date) is not None,
    ),
    _head(
        "797",
        "42",
        "A report that voids an arrest has its date.",
        "Enter the date of the arrest.",
        lambda report: not isinstance(report, GroupBArrest) or day(report.arrest.date) is not None,
    ),
    _head(
        "117",
        "2",
        "The incident number has at most twelve capital letters, digits and hyphens.",
        "Use capital letters, digits and hyphens, twelve at most.",
        lambda report: not isinstance(report, GroupAIncident) or (bool(report.number) and _is_spelled(report)),
    ),
    _head(
        "717",
        "41",
        "The number of the arrest has at most twelve capital letters, digits and hyphens.",
        "Use capital letters, digits and hyphens, twelve at most.",
        lambda report: not isinstance(report, GroupBArrest) or (bool(report.arrest.number) and _is_spelled(report)),
    ),
)
_TOGETHER = {
    "056": ("2", "An incident is reported once.", "Report it once; mend an earlier report with action R."),
    "058": ("month", "All reports of a submission are of one month.", "Report the other month apart."),
    "059": ("1", "All reports of a submission are from one state.", "Report the other state apart."),
    "088": ("2", "No arrest of group B has the number of an incident.", "Number the arrest otherwise."),
    "751": ("40", "Arrestees of one arrest have different numbers.", "Number the arrestees."),
}


def broken_together(reports: Iterable[Report]) -> Iterator[tuple[Report, Breach]]:
    """Give what reports of one submission break only together, each with the report that is one too many."""
    seen: Counter[tuple[str, ...]] = Counter()
    first: Report | None = None
    for report in reports:
        first = first or report
        for number in _against(report, first, seen):
            element, sentence, remedy = _TOGETHER[number]
            yield report, Breach(number, element, _number(report) or "the report", sentence, remedy, Weight.ERROR)


def _against(report: Report, first: Report, seen: "Counter[tuple[str, ...]]") -> Iterator[str]:
    head = report.submission
    if head.month != first.submission.month:
        yield "058"
    if head.ori[:STATE] != first.submission.ori[:STATE]:
        yield "059"
    if isinstance(report, ZeroReport):
        return
    whose = (head.ori, _number(report))
    if head.action == "D":
        # What was voided may be reported anew in the same submission.
        seen["A", *whose] = 0
    elif isinstance(report, GroupAIncident):
        if seen["A", *whose] and head.action == "I":
            yield "056"
        seen["A", *whose] += 1
    else:
        sequence = str(report.arrest.sequence)
        if seen["A", *whose]:
            yield "088"
        if seen["B", *whose, sequence]:
            yield "751"
        seen["B", *whose, sequence] += 1
