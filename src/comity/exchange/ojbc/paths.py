"""Words for the paths that repeat: dates under two names, what may stand one level deeper, LEXS envelopes."""

_DATED = ("/Date", "/DateTime", "/Year", "/YearMonth", "/YearMonthDate")


def dated(*paths: str) -> str:
    """Name the ways to a date: NIEM gives it as a day, a time, a month or a year, each under its own name."""
    return "|".join(path + end for path in paths for end in _DATED)


def within(container: str, *paths: str) -> str:
    """Name the ways to what stands in a container, or in the element itself."""
    return "|".join(each for path in paths for each in (f"{container}/{path}", path))


def either(containers: str, path: str) -> str:
    """Name the ways to what stands in one of several containers, or in the element itself."""
    return "|".join((*(f"{container}/{path}" for container in containers.split("|")), path))
