"""Every operation of the contract, with an address that it could have and a body that it would read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from starlette.routing import Route, Router

from comity.api.openapi import document
from comity.api.resources import RecordOrKind, Resource
from comity.records.registry import kinds

METHODS = {"get", "post", "patch", "put", "delete", "head"}
# What anybody may ask without a token: what the node is, what it speaks, and how to sign in to it.
PUBLIC = frozenset(
    {
        ("get", "/"),
        ("get", "/livez"),
        ("get", "/readyz"),
        ("get", "/openapi.json"),
        ("get", "/problems/{name}"),
        ("get", "/v1/kinds"),
        ("get", "/v1/kinds/{kind}"),
        ("get", "/notices/{token}"),
        ("post", "/notices/{token}/confirmation"),
        ("post", "/notices/{token}/ending"),
        ("get", "/v1/sign-in"),
        ("post", "/v1/sign-in/passkey/options"),
        ("post", "/v1/sign-in/passkey"),
        ("post", "/v1/sign-in/secret"),
        ("post", "/v1/sign-in/issuer/options"),
        ("post", "/v1/sign-in/issuer"),
        ("post", "/v1/registration/passkey/options"),
        ("post", "/v1/registration/passkey"),
        ("post", "/v1/registration/secret"),
    }
)
_PLACES = {
    "kind": "person",
    "name": "refused",
    "member": "lee",
    "key": "some-agreement",
    "prefix": "cmt_live_abcdefgh",
    "token": "A" * 43,
}


@dataclass(frozen=True)
class Operation:
    """One operation: its method, its path as the contract has it, and what the contract says of it."""

    method: str
    path: str
    told: Any

    def address(self, id: str = "") -> str:
        """Give an address of this operation; ``id`` stands where it takes one."""
        return self.path.format(id=id or uuid4(), **_PLACES)

    def request(self, client: httpx.AsyncClient, id: str = "", **headers: str) -> httpx.Request:
        """Give a request as the contract would have it, but for what the body says."""
        taken = self.told.get("requestBody", {}).get("content", {})
        form = next(iter(taken), "")
        asked = {"Idempotency-Key": uuid4().hex, "If-Match": '"v1"', **({"Content-Type": form} if form else {})}
        query = {"q": "quill"} if self.path == "/v1/search" else {}
        return client.build_request(
            self.method.upper(),
            self.address(id),
            params=query,
            headers=asked | {name.replace("_", "-"): value for name, value in headers.items()},
            content=json.dumps({}) if form else None,
        )


def operations() -> list[Operation]:
    """Give every operation of the contract; what is done with records of a kind is there for each kind."""
    contract: Any = document()
    return [
        Operation(method, path, told)
        for path, item in contract["paths"].items()
        for method, told in item.items()
        if method in METHODS
    ]


def routed(router: Router) -> Iterator[tuple[str, str]]:
    """Give the method and path of every endpoint that the server has."""
    for route in router.routes:
        assert isinstance(route, Route)
        at = route.endpoint
        if isinstance(at, RecordOrKind):
            yield from ((method, "/v1/records/{id}") for method in _methods(at._record))
            yield from ((method, f"/v1/records/{kind}") for method in _methods(at._kind) for kind in kinds())
        else:
            assert isinstance(at, Resource)
            yield from ((method, route.path) for method in _methods(at))


def _methods(resource: Resource) -> list[str]:
    return [method.lower() for method in resource._endpoints if method != "HEAD"]
