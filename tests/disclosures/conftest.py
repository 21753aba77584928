"""The clinic's world in force, Ada a patient, and her consent."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from comity.store.node import Node
from tests.api.conftest import address, signed_in
from tests.disclosures.worlds import WORLD, consent_to_housing, enter_patient

__all__ = ["address", "signed_in"]


@dataclass(frozen=True)
class Patient:
    """A patient's record at the clinic, and her consent that housing is told."""

    id: UUID
    consent: UUID


@pytest.fixture
async def clinic(node: Node) -> Node:
    """The node of the test's app, with the clinic's world in force."""
    await node.directories.activate(WORLD)
    return node


@pytest.fixture
async def patient(clinic: Node) -> Patient:
    """Ada, a patient who has consented that housing is told."""
    id = await enter_patient(clinic)
    return Patient(id, await consent_to_housing(clinic, id))
