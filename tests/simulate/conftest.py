"""The server of the tests over HTTP, also here."""

from tests.api.conftest import address

__all__ = ["address"]
