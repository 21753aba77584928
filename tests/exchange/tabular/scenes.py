from pathlib import Path
from uuid import UUID

from comity.exchange.tabular.mapping import Mapping, read_mapping
from comity.exchange.tabular.rows import Row, Run, read_rows

SECRET = b"a secret of 16 b"

PEOPLE = """
name = "rms-people"
zone = "America/Chicago"
watermark = "UPDATED"

[source]
csv = "people.csv"

[[record]]
kind = "person"
key = ["PERSON_ID"]

[record.fields]
"names[0].surname" = "LAST"
"names[0].given_name" = "FIRST"
"names[0].use" = { constant = "legal" }
"names[1].surname" = "MAIDEN"
"names[1].use" = { constant = "maiden" }
birth_date = { column = "DOB", date = "%m/%d/%Y" }
sex = { column = "SX", codes = "sex" }

[codes.sex]
table = { F = "F", M = "M", "1" = "M" }
"""
HEADER = "PERSON_ID,LAST,FIRST,MAIDEN,DOB,SX,UPDATED\n"


class Numbers:
    """Records that are known by a number, as an importer would find them in the store."""

    def __init__(self, known: dict[tuple[str, str, str], UUID]) -> None:
        self.known = known

    async def find(self, kind: str, field: str, number: str) -> UUID | None:
        return self.known.get((kind, field, number))


def mapped(folder: Path, text: str = PEOPLE) -> Mapping:
    return read_mapping(text.encode(), folder)


async def all_rows(
    mapping: Mapping, *, since: str = "", known: dict[tuple[str, str, str], UUID] | None = None
) -> list[Row]:
    run = Run(mapping, SECRET, Numbers(known or {}))
    return [row async for row in read_rows(run, since=since)]
