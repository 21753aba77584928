"""How a name sounds: the codes under which it is found when somebody wrote it by ear or from another script."""

import re

from jellyfish import metaphone

from comity.records.spelling.remembering import remembered

# Two consonants fit half of all names: a code so short says nothing when its letters are merged as well.
SHORTEST_BROAD = 3
# No name is longer, and nobody who types more than this is heard further.
MOST_LETTERS = 64

# How one consonant after another is brought to its code, in this order. In a code, x is any of sh, ch, sch, tch; y is
# the first sound of Yusuf, Joseph and Dzhamal; h is kh too; a is any vowel that begins a word. What is settled is in
# capitals until all rules have been applied.
_RULES = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"(.)\1+", r"\1"),
        (r"^(dzh|dj|zh)|dzh|dj|zh(?=[aeiou])|^i(?=[aou])", "j"),
        (r"^y(?=e)", ""),
        (r"^[yj]", "J"),
        (r"^wr", "r"),
        (r"^kn", "n"),
        (r"gu(?=[ei])", "g"),
        (r"(?<!^)ue(?=[a-z]{2})", "u"),
        (r"^x(?=[iu])", "sh"),
        (r"^x", "kh"),
        (r"ch(?=[rl])", "k"),
        (r"tsch|tsh|tch|shch|sch|sh|ch|cz|sz|c$", "X"),
        (r"ph", "f"),
        (r"ght", "t"),
        (r"(?<=[aeiou])gh(?![aeiouy])", ""),
        (r"ck|cq|qu|q", "k"),
        (r"(?<![aeio])u(?=[aeio])", "v"),
        (r"x", "ks"),
        (r"tz|ts|dz|z|c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"kh|^h", "H"),
        (r"(?<=dr|th)ew$", ""),
        (r"w|f$", "v"),
        (r"(?<=[ei])j|j(?![aeiou])", ""),
        (r"J", "j"),
        (r"^[aeiou]+", "A"),
        (r"[aeiouyh]", ""),
        (r"(.)\1+", r"\1"),
    )
)
_SETTLED = str.maketrans("AHXj", "ahxy")
# The broad code brings together what the letters of Arabic, Hebrew or Hindi do not tell apart.
_BROAD = str.maketrans("abpvfkgqcsxyzdtlrmn", "0111122223333445678")
_ARTICLE = re.compile(r"^[ae]l(?=[^aeiouy]...)")
_VOWELS = str.maketrans("eiyouw", "iiiuuu")


def sounds(word: str) -> frozenset[str]:
    """Give one to four codes of a word of ``name_words``; words that sound alike in some language share one.

    A narrow code, a broad one, jellyfish's metaphone, and for Arabic nouns with their article the noun's narrow code.
    """
    # Cut before it is remembered: otherwise long words could fill the memory.
    return _sounds(word[:MOST_LETTERS])


@remembered(65536)
def _sounds(word: str) -> frozenset[str]:
    narrow = _narrow(word)
    english = metaphone(word.replace("dzh", "j"))
    codes = {_with_vowel(narrow, word), _broad(narrow), english if len(english) > 1 else ""}
    # Arabic writes the article and its noun as one word, and others leave the article out.
    if (noun := _ARTICLE.sub("", word)) != word:
        codes.add(_narrow(noun))
    return frozenset(codes - {""}) or frozenset({word})


def _narrow(word: str) -> str:
    code = word
    for pattern, replacement in _RULES:
        code = pattern.sub(replacement, code)
    return code.translate(_SETTLED)


def _with_vowel(narrow: str, word: str) -> str:
    """Give a code of a single consonant with the vowel after it, or Lee would sound like Lou."""
    if len(narrow) > 1:
        return narrow
    vowels = re.sub("[^aiu]", "", word.replace("ay", "i").translate(_VOWELS))
    return narrow + vowels[:1]


def _broad(narrow: str) -> str:
    code = re.sub(r"(.)\1+", r"\1", re.sub("^h", "a", narrow).replace("h", "").translate(_BROAD))
    return f"~{code}" if len(code) >= SHORTEST_BROAD else ""
