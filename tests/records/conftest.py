import pytest

from tests.records.known import KnownForTests
from tests.records.story import Story, told


@pytest.fixture
def known() -> KnownForTests:
    return KnownForTests()


@pytest.fixture
def story() -> Story:
    return told()
