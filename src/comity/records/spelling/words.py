"""The words of a name, as it is searched and compared."""

from comity.records.spelling.latin import latin


def name_words(text: str) -> tuple[str, ...]:
    """Give the words of a name in Latin letters, in their order and as often as they stand there; () for no letters.

    An apostrophe joins (O'Brien is "obrien"), a hyphen parts. "O Brien" stays two words: a single O is more often the
    initial of a middle name, and joining it would make Mary O Smith an Osmith.
    """
    return tuple(latin(text).split())
