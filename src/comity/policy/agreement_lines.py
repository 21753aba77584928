"""Where in the text of an agreement something stands, because a remedy begins with the line to look at."""

import re

from msgspec import Struct

CLAUSE = "clause"

# What may look like a header or a key and is none: text in quotation marks, and comments.
_QUOTED = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*',
    re.DOTALL,
)
_HEAD = re.compile(r"^\s*\[{1,2}\s*([A-Za-z0-9_.-]+)\s*\]{1,2}\s*$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)[\w. -]*=")


class Block(Struct, frozen=True):
    """A part of the text: the line it begins on, and the lines of its keys."""

    line: int
    keys: dict[str, int]

    def line_of(self, key: str) -> int:
        """Give the line of a key; that of the whole part where the key is missing."""
        return self.keys.get(key, self.line)


class Places(Struct, frozen=True):
    """The lines of an agreement: of what stands at its head, and of each part that is written more than once."""

    head: Block
    parts: dict[str, list[Block]]

    def part(self, name: str, index: int) -> Block:
        """Give the part of a name by its number, from 0; the head where the text writes it some other way."""
        found = self.parts.get(name, [])
        return found[index] if index < len(found) else self.head


def read_places(text: str) -> Places:
    """Find the line of every key and part of a TOML text; a text that is no TOML gives what can be found."""
    head = Block(1, {})
    parts: dict[str, list[Block]] = {}
    at = head
    inner = False
    for number, line in enumerate(_bare(text).split("\n"), 1):
        if opened := _HEAD.match(line):
            name, _, key = opened[1].partition(".")
            inner = bool(key) and name in parts
            if inner:
                at = parts[name][-1]
                at.keys.setdefault(key.partition(".")[0], number)
            elif line.lstrip().startswith("[["):
                at = Block(number, {})
                parts.setdefault(name, []).append(at)
            else:
                head.keys[name] = number
                at = Block(number, {})
        elif not inner and (found := _KEY.match(line)):
            at.keys.setdefault(found[1], number)
    return Places(head, parts)


def _bare(text: str) -> str:
    """Empty all quotations and comments, and keep the lines."""
    return _QUOTED.sub(lambda found: '""' + "\n" * found[0].count("\n"), text)
