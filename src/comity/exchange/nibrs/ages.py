"""Ages as NIBRS has them: years from a birth date to a day, a range where it is inexact, or words for a baby."""

from datetime import date, timedelta

from comity.exchange.nibrs.rules.numbers import day, last_day

NOT_KNOWN = "00"
OLDEST = 98
OVER = "99"
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


def age_on(born: str, on: str) -> str:
    """Give the age on a day; "00" where either date says too little (data elements 26, 37 and 47)."""
    first, last = _span(born)
    then = day(on[:10])
    if first is None or last is None or then is None or last > then:
        return NOT_KNOWN
    low, high = _years(last, then), _years(first, then)
    if first == last and low == 0:
        return _of_a_baby(then - first)
    if low == high or low > OLDEST:
        return OVER if low > OLDEST else f"{low:02d}"
    return f"{low:02d}-{min(high, OLDEST):02d}" if low else NOT_KNOWN


def _span(born: str) -> tuple[date | None, date | None]:
    """Give the first and last day that a birth date may mean."""
    match len(born):
        case 4:
            return day(f"{born}-01-01"), day(f"{born}-12-31")
        case 7:
            return day(f"{born}-01"), last_day(born)
        case _:
            return day(born[:10]), day(born[:10])


def _years(born: date, then: date) -> int:
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def _of_a_baby(lived: timedelta) -> str:
    if lived < A_DAY:
        return "NN"
    return "NB" if lived < A_WEEK else "BB"
