"""Codes out of the words in which records have them, such as 20 out of "20 Residence/Home": the inverse of ``said``."""

LONGEST = 12


def code(said: str | None) -> str:
    """Give the code that stands before its words, "" where nothing was said."""
    return (said or "").partition(" ")[0]


def codes(said: tuple[str, ...]) -> tuple[str, ...]:
    """Give the codes of several."""
    return tuple(code(each) for each in said)


def short(number: str) -> str:
    """Give a number as NIBRS takes it, twelve characters long at most.

    Where it is longer, the agency's own code in front of it is left out: the ORI says whose number it is.
    """
    _, _, rest = number.partition("-")
    return rest if len(number) > LONGEST and rest else number
