"""The labelled sets that linkage is measured on, read in place: as plain tables for Splink, as persons for us."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from pyarrow import parquet  # type: ignore[import-untyped]  # it ships no types

from comity.demo.entries import entries
from comity.linkage.features import Features, features_of
from comity.records.parties.addresses import Address
from comity.records.parties.contacts import Contact
from comity.records.parties.identifications import Identification
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person

SETS = Path(__file__).resolve().parents[2] / "shared" / "standards" / "linkage"
NOBODY = Features("person")

Row = Mapping[str, str | None]
Table = dict[str, list[str | None]]


@dataclass(frozen=True)
class Labelled:
    """One set: its columns, whom each row truly means, and in which of two files it stood where files are linked."""

    name: str
    table: Table
    truth: NDArray[np.int64]
    side: NDArray[np.int64] | None
    person: Callable[[Row], Person]
    label: str = ""

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.truth)

    def features(self) -> list[Features]:
        """Give the features of every row, by way of the record that it would be entered as."""
        return [self._labelled(features_of(self.person(row)) or NOBODY, row) for row in self.rows()]

    def rows(self) -> Iterator[Row]:
        """Give the rows one by one."""
        names = list(self.table)
        for values in zip(*self.table.values(), strict=True):
            yield dict(zip(names, values, strict=True))

    def _labelled(self, features: Features, row: Row) -> Features:
        """Add the one column of a set that no field of a person is linked by, such as an occupation."""
        value = row.get(self.label) if self.label else None
        return replace(features, labels=(*features.labels, (self.label, value))) if value else features


def there() -> bool:
    """Tell whether the sets are at hand."""
    return SETS.is_dir()


def labelled(name: str) -> Labelled:
    """Read one set by its name."""
    return _hart(name) if name.startswith("hart") else READERS[name](name)


def _table(rows: Sequence[Mapping[str, str | None]]) -> Table:
    return {column.strip(): [_plain(row[column]) for row in rows] for column in rows[0]}


def _plain(text: str | None) -> str | None:
    return (text.strip() or None) if text else None


def _csv(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return _table(list(csv.DictReader(file, skipinitialspace=True)))


def _numbered(labels: Sequence[object]) -> NDArray[np.int64]:
    return np.unique(np.asarray([str(label) for label in labels]), return_inverse=True)[1].astype(np.int64)


def _febrl3(name: str) -> Labelled:
    return _febrl(name, [_csv(SETS / "splink" / "febrl" / "dataset3.csv")])


def _febrl4(name: str) -> Labelled:
    return _febrl(name, [_csv(SETS / "splink" / "febrl" / f"dataset4{half}.csv") for half in "ab"])


def _febrl(name: str, files: list[Table]) -> Labelled:
    table: Table = {column: [value for file in files for value in file[column]] for column in files[0]}
    ids = [str(id) for id in table.pop("rec_id")]
    sizes = [len(file["surname"]) for file in files]
    side = np.repeat(np.arange(len(files)), sizes) if len(files) > 1 else None
    table["unique_id"] = list(ids)
    return Labelled(name, table, _numbered(["-".join(id.split("-")[:2]) for id in ids]), side, _febrl_person)


def _fake(name: str) -> Labelled:
    table = _csv(SETS / "splink" / "fake_1000.csv")
    return Labelled(name, table, _numbered(table.pop("cluster")), None, _fake_person)


def _parquet(path: Path) -> Table:
    read = parquet.read_table(path)
    return {column: [None if v is None else str(v) for v in read[column].to_pylist()] for column in read.column_names}


def _historical(name: str) -> Labelled:
    table = _parquet(SETS / "splink" / "historical_figures_with_errors_50k.parquet")
    return Labelled(name, table, _numbered(table.pop("cluster")), None, _historical_person, "occupation")


def _synthetic(name: str) -> Labelled:
    table = _parquet(SETS / f"{name}.parquet")
    truth = _numbered(table.pop("cluster"))
    return Labelled(name, table, truth, None, _synthetic_person)


def _hart(name: str) -> Labelled:
    """Give the generated city, on which whatever is chosen by hand is chosen; so many persons as the name ends with."""
    made = entries(name, int(name.removeprefix("hart")))
    table: Table = {"place": [str(at) for at in range(len(made))]}
    truth = np.asarray([each.human.number for each in made], dtype=np.int64)
    return Labelled(name, table, truth, None, lambda row: made[int(row["place"] or 0)].person)


READERS: Mapping[str, Callable[[str], Labelled]] = {
    "febrl3": _febrl3,
    "febrl4": _febrl4,
    "fake_1000": _fake,
    "historical_50k": _historical,
    "synth50k": _synthetic,
    "synth500k": _synthetic,
}


@dataclass
class _Found:
    """What a row says, in the shapes of a person."""

    contacts: list[Contact] = field(default_factory=list)
    numbers: list[Identification] = field(default_factory=list)


def _person(given: str | None, middle: str | None, surname: str | None, date: str | None, found: _Found) -> Person:
    named = bool(given or middle or surname)
    return Person(
        names=(PersonName(given_name=given, middle_name=middle, surname=surname),) if named else (),
        birth_date=date,
        contacts=tuple(found.contacts),
        identifications=tuple(found.numbers),
    )


def _febrl_person(row: Row) -> Person:
    date = row["date_of_birth"]
    street = " ".join(part for part in (row["street_number"], row["address_1"]) if part) or None
    found = _Found([Contact(mailing_address=Address(street=street, city=row["suburb"], postal_code=row["postcode"]))])
    if row["soc_sec_id"]:
        found.numbers.append(Identification(value=row["soc_sec_id"], kind="ssn"))
    iso = f"{date[:4]}-{date[4:6]}-{date[6:]}" if date and len(date) == len("19560409") else None
    return _person(row["given_name"], None, row["surname"], iso, found)


def _fake_person(row: Row) -> Person:
    found = _Found([Contact(mailing_address=Address(city=row["city"]), email=row["email"])])
    return _person(row["first_name"], None, row["surname"], row["dob"], found)


def _historical_person(row: Row) -> Person:
    found = _Found([Contact(mailing_address=Address(postal_code=row["postcode_fake"]))])
    whole = _person(row["first_name"], None, row["surname"], row["dob"], found)
    sex = {"male": "M", "female": "F"}.get(row["gender"] or "")
    return replace(whole, sex=sex, birth_place=Address(city=row["birth_place"]) if row["birth_place"] else None)


def _synthetic_person(row: Row) -> Person:
    found = _Found(
        [Contact(telephone=row["phone"], mailing_address=Address(street=row["street"], postal_code=row["postcode"]))]
    )
    if row["doc_id"]:
        found.numbers.append(Identification(value=row["doc_id"], kind="national-id"))
    whole = _person(row["first_name"], row["middle_name"], row["surname"], row["dob"], found)
    return replace(whole, sex=row["sex"])
