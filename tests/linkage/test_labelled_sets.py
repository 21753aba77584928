"""The shipped model, which never saw them, on public labelled sets: floors a little under what it reaches."""

import csv
from collections.abc import Sequence

import numpy as np
import pytest

from comity.linkage.agglomerating import labels_of
from comity.linkage.calibrating import calibrated
from comity.linkage.candidates import candidate_pairs
from comity.linkage.clustering import bounds_of
from comity.linkage.columns import columns_of
from comity.linkage.features import Features, features_of
from comity.linkage.keys import keys_of
from comity.linkage.measuring import cluster_quality, numbered
from comity.linkage.model import default_model, rescaled
from comity.linkage.scoring import score_pairs, sources_of
from comity.records.parties.addresses import Address
from comity.records.parties.contacts import Contact
from comity.records.parties.identifications import Identification
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from tests.corpus import corpus

pytestmark = pytest.mark.corpus
FEBRL, FAKE = 0.975, 0.87


def read(name: str) -> list[dict[str, str | None]]:
    with (corpus("linkage") / "splink" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    return [{key.strip(): value.strip() or None for key, value in row.items()} for row in rows]


def quality(people: Sequence[Person], truth: Sequence[str | None]) -> float:
    """The cluster F1 of the shipped model, calibrated on the people without the truth."""
    features = [features_of(each) or Features("person") for each in people]
    numbers: dict[str, int] = {}
    made = [[numbers.setdefault(key, len(numbers)) for key in keys_of(each)] for each in features]
    owners = np.repeat(np.arange(len(made)), [len(keys) for keys in made])
    left, right = candidate_pairs(np.asarray([key for keys in made for key in keys]), owners)
    model = rescaled(default_model("person"), len(features))
    columns = columns_of(features, sources_of(model))
    model = calibrated(model, columns, left, right)
    bits = score_pairs(model, columns, left, right)
    found = labels_of(len(features), left, right, bits, bounds=bounds_of(model))
    reached = cluster_quality(found, numbered(truth)).f1
    print(f"cluster F1 {reached:.4f}")
    return reached


def test_febrl_3_is_linked_by_the_shipped_model() -> None:
    rows = read("febrl/dataset3.csv")
    truth = ["-".join((row["rec_id"] or "").split("-")[:2]) for row in rows]
    assert quality([febrl(row) for row in rows], truth) >= FEBRL


def febrl(row: dict[str, str | None]) -> Person:
    date = row["date_of_birth"]
    street = " ".join(part for part in (row["street_number"], row["address_1"]) if part) or None
    return Person(
        names=(PersonName(given_name=row["given_name"], surname=row["surname"]),),
        birth_date=f"{date[:4]}-{date[4:6]}-{date[6:]}" if date else None,
        contacts=(Contact(mailing_address=Address(street=street, city=row["suburb"], postal_code=row["postcode"])),),
        identifications=(Identification(value=row["soc_sec_id"], kind="ssn"),) if row["soc_sec_id"] else (),
    )


def test_fake_1000_is_linked_by_the_shipped_model() -> None:
    rows = read("fake_1000.csv")
    people = [
        Person(
            names=(PersonName(given_name=row["first_name"], surname=row["surname"]),),
            birth_date=row["dob"],
            contacts=(Contact(mailing_address=Address(city=row["city"]), email=row["email"]),),
        )
        for row in rows
    ]
    assert quality(people, [row["cluster"] for row in rows]) >= FAKE
