"""Make the table of short forms of ``comity.records.spelling`` from the corpora, the same bytes every time.

Run: ``python scripts/make_nicknames.py [--standards ../shared/standards] [--out src/comity/records/spelling]``.
That two names are one name's forms is a fact; the file says where it was read.
"""

import argparse
import csv
import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# title: English given names and their short forms
# source: carltonnorthern/nicknames 21d75051c39c, names.csv
# license: Apache-2.0
# made by scripts/make_nicknames.py
name,forms
"""
# Letters with dots are initials and no name.
NAME = re.compile(r"[a-z]+")
# Slips of the source: Bill is short for William, and Fred for Frederick.
SLIPS = {("bill", "robert"), ("robert", "bill"), ("robert", "billy"), ("bill", "fred"), ("will", "fred")}


def pairs_in(text: str) -> Iterable[tuple[str, str]]:
    """Give each name with one of its short forms."""
    for row in csv.DictReader(text.splitlines()):
        pair = (row["name1"], row["name2"])
        if all(map(NAME.fullmatch, pair)) and pair not in SLIPS:
            yield pair


def written(pairs: Iterable[tuple[str, str]]) -> str:
    """Give the file: a line a name, its short forms in order."""
    forms: dict[str, set[str]] = {}
    for name, form in pairs:
        forms.setdefault(name, set()).add(form)
    return HEAD + "".join(f"{name},{' '.join(sorted(forms[name]))}\n" for name in sorted(forms))


def main() -> None:
    """Write the table into the folder that was named."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--standards", type=Path, default=ROOT.parent / "shared" / "standards")
    arguments.add_argument("--out", type=Path, default=ROOT / "src" / "comity" / "records" / "spelling")
    asked = arguments.parse_args()
    pairs = list(pairs_in((asked.standards / "linkage/names/nicknames.csv").read_text(encoding="utf-8")))
    (asked.out / "nicknames.csv").write_text(written(pairs), encoding="utf-8", newline="")
    print(f"{len(pairs)} pairs of forms in {asked.out}")


if __name__ == "__main__":
    main()
