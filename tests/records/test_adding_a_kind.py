"""A new kind costs one file: being in a folder is enough."""

import subprocess
import sys
from pathlib import Path

KIND = '''
"""A seedling."""

from typing import Annotated

from comity.records.declaration import Record
from comity.records.fields import Number
from comity.records.meaning import Niem
from comity.records.parties.person import Person
from comity.records.references import Ref


class SeedlingTray(Record):
    """Seedlings that somebody raises."""

    needed = ("label",)

    label: Annotated[Number | None, Niem("nc:ItemName")] = None
    grower: Ref[Person] | None = None
'''

ASKING = """
import sys

import comity.records

comity.records.__path__.append(sys.argv[1])

from comity.records.codec import decode, encode
from comity.records.reach import pointers_of, words_of
from comity.records.registry import kind_named
from comity.records.rules import checks_of

spec = kind_named("seedling-tray")
record = decode(spec.kind, b'{"label": "A-7", "grower": "7d444840-9dc0-41d1-b245-5ffdce74fad2"}')
assert decode(spec.kind, encode(record)) == record
assert spec.folder == "gardening"
assert "reference/number/A7" in words_of(record)
assert pointers_of(record)[0].kinds == ("person",)
assert any(check.field == "label" for check in checks_of(spec.kind))
print(spec.summary)
"""


def test_a_kind_in_a_new_folder_is_found_decoded_searched_and_checked(tmp_path: Path) -> None:
    folder = tmp_path / "gardening"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Gardening."""')
    (folder / "seedling_tray.py").write_text(KIND.lstrip())
    told = subprocess.run(
        [sys.executable, "-c", ASKING, str(tmp_path)], check=True, capture_output=True, text=True, timeout=60
    )
    assert told.stdout == "Seedlings that somebody raises.\n"
