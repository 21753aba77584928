"""Pages are sent compressed to who asks from here; to whom a page elsewhere sends, their length tells nothing."""

import httpx
import pytest

from comity.api.server import served
from comity.following.running import App
from comity.web.routes import page_routes

pytestmark = pytest.mark.anyio


async def coding(app: App, **headers: str) -> str:
    """Give how the sign-in page is coded that is asked for with some headers."""
    async with served(app, beside=page_routes) as address, httpx.AsyncClient(base_url=address) as client:
        answer = await client.get("/sign-in", headers={name.replace("_", "-"): said for name, said in headers.items()})
    assert answer.status_code == 200
    assert "</html>" in answer.text
    return str(answer.headers.get("content-encoding", ""))


@pytest.mark.parametrize("site", ["none", "same-origin"])
async def test_a_page_that_is_asked_for_from_here_is_compressed(app: App, site: str) -> None:
    assert await coding(app, sec_fetch_site=site, accept_encoding="gzip, br") == "gzip"


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
async def test_a_page_to_which_another_site_leads_is_not_compressed(app: App, site: str) -> None:
    assert not await coding(app, sec_fetch_site=site, accept_encoding="gzip")


@pytest.mark.parametrize("accepted", ["br", "gzip;q=0", "identity"])
async def test_a_page_is_not_compressed_for_who_cannot_read_it(app: App, accepted: str) -> None:
    assert not await coding(app, sec_fetch_site="none", accept_encoding=accepted)
