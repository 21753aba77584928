"""An agency's own table of people becomes records, and what cannot be is set aside with reasons."""

from pathlib import Path

import pytest

from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from tests.exchange.tabular.scenes import HEADER, all_rows, mapped

pytestmark = pytest.mark.anyio


async def test_a_row_becomes_a_person(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEADER + "7,Lovelace,Ada,Byron,12/10/1985,F,2026-01-01\n")
    (row,) = await all_rows(mapped(tmp_path))
    (draft,) = row.drafts
    person = draft.record
    assert isinstance(person, Person)
    assert draft.key == "rms-people/person/7"
    assert person.names == (
        PersonName(surname="Lovelace", given_name="Ada", use="legal"),
        PersonName(surname="Byron", use="maiden"),
    )
    assert (person.birth_date, person.sex) == ("1985-12-10", "F")
    assert person.provenance is not None
    assert (person.provenance.source_system, person.provenance.source_id) == ("rms-people", "person/7")


async def test_a_constant_alone_makes_no_part(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEADER + "7,Lovelace,Ada,NULL,,F,2026-01-01\n")
    (row,) = await all_rows(mapped(tmp_path))
    person = row.drafts[0].record
    assert isinstance(person, Person)
    assert len(person.names) == 1
    assert person.birth_date is None


@pytest.mark.parametrize(
    "line, column, reason",
    [
        ("7,Lovelace,Ada,,13/45/1985,F,2026", "DOB", "is not written as"),
        ("7,Lovelace,Ada,,12/10/1985,Q,2026", "SX", "is not in the crosswalk"),
        (",Lovelace,Ada,,12/10/1985,F,2026", "PERSON_ID", "has no key"),
        ("7,Lovelace,Ada", "", "3 cells"),
        ("7,Lovelace," + "x" * 300 + ",,12/10/1985,F,2026", "FIRST", "length"),
        ("7,,," + "x" * 300 + ",12/10/1985,F,2026", "MAIDEN", "length"),
    ],
)
async def test_a_bad_row_says_which_column_and_the_rest_comes_in(
    tmp_path: Path, line: str, column: str, reason: str
) -> None:
    (tmp_path / "people.csv").write_text(f"{HEADER}1,Lee,Bo,,01/02/1990,M,2026\n{line}\n3,Kim,Jo,,,F,2026\n")
    rows = await all_rows(mapped(tmp_path))
    assert [len(row.drafts) for row in rows] == [1, 0, 1]
    refused = rows[1].refused
    assert refused is not None
    assert refused.column == column
    assert reason in refused.reason
    assert refused.remedy


async def test_the_same_row_has_the_same_key_and_id_on_every_run(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEADER + "7,Lovelace,Ada,,,F,2026-01-01\n")
    first = await all_rows(mapped(tmp_path))
    again = await all_rows(mapped(tmp_path))
    assert first == again


async def test_keys_of_two_columns_cannot_be_confused(tmp_path: Path) -> None:
    text = 'name = "m"\n[source]\ncsv = "t.csv"\n[[record]]\nkind = "person"\nkey = ["A", "B"]\n'
    (tmp_path / "t.csv").write_text("A,B\nx/y,z\nx,y/z\nx%2Fy,z\n")
    rows = await all_rows(mapped(tmp_path, text + '[record.fields]\n"names[0].full_name" = "A"\n'))
    assert len({row.drafts[0].key for row in rows}) == 3


async def test_a_second_run_passes_over_what_is_older_than_the_watermark(tmp_path: Path) -> None:
    lines = "".join(f"{n},Lee,Bo,,,M,2026-01-{n:02d}\n" for n in range(1, 10))
    (tmp_path / "people.csv").write_text(HEADER + lines)
    rows = await all_rows(mapped(tmp_path), since="2026-01-07")
    assert [row.watermark for row in rows] == ["2026-01-07", "2026-01-08", "2026-01-09"]


async def test_bytes_of_another_encoding_refuse_their_row_only(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(HEADER.encode() + b"1,M\xfcller,Jo,,,M,2026\n2,Lee,Bo,,,M,2026\n")
    rows = await all_rows(mapped(tmp_path))
    assert [bool(row.refused) for row in rows] == [True, False]
