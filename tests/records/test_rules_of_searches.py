"""A search is saved that can be carried out, by whom it tells."""

import pytest
from msgspec.structs import replace

from comity.records.governance.saved_search import SavedSearch
from tests.records.known import KnownForTests


@pytest.fixture
def saved(known: KnownForTests) -> SavedSearch:
    return SavedSearch(query='burglary "jon smyth" 2024..', member=known.member, purpose="investigation")


def test_saved_query_can_be_read_lets_any_search_pass(known: KnownForTests, saved: SavedSearch) -> None:
    assert not known.broken(saved)


@pytest.mark.parametrize("query", ["?!", "2024-08..2024-05", "a " * 13])
def test_saved_query_can_be_read_refuses_what_no_search_takes(
    known: KnownForTests, saved: SavedSearch, query: str
) -> None:
    assert "saved_query_can_be_read" in known.broken(replace(saved, query=query))


def test_search_is_saved_by_whom_it_tells_lets_ones_own_pass(known: KnownForTests, saved: SavedSearch) -> None:
    assert not known.broken(saved)


def test_search_is_saved_by_whom_it_tells_refuses_anothers(known: KnownForTests, saved: SavedSearch) -> None:
    assert "search_is_saved_by_whom_it_tells" in known.broken(replace(saved, member="somebody"))
