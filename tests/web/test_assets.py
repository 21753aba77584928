"""What browsers load: addresses that may be kept for a year, compressed answers, nothing beside what was laid."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from comity.errors import Absent
from comity.web.assets import LAID, NEEDED, Assets, read_assets
from tests.web.serving import serving

pytestmark = pytest.mark.anyio

SHEET = "body { margin: 0 }\n" * 200
LETTERS = b"wOF2 letters of no font"


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return folder


def some(place: Path, **more: str) -> Assets:
    """Read a sheet of ours, and of others all that pages need."""
    own = write(place / "own", {"comity.css": SHEET, "live/stream.js": "export {}", **more})
    laid = write(place / "laid", dict.fromkeys(NEEDED, SHEET) | {"uswds/fonts/a.woff2": LETTERS})
    return read_assets(own, laid)


async def ask(assets: Assets, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(assets), base_url="http://node") as client:
        return await client.request(method, path, headers=sent)


async def test_an_address_with_the_digest_may_be_kept_for_a_year(place: Path) -> None:
    assets = some(place)
    answer = await ask(assets, assets.address("comity.css"))
    assert answer.text == SHEET
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/static/comity.css", "/static/00000000/comity.css"])
async def test_an_address_of_another_time_is_answered_with_what_is_now_and_not_kept(place: Path, path: str) -> None:
    answer = await ask(some(place), path)
    assert answer.text == SHEET
    assert answer.headers["cache-control"] == "public, no-cache"


async def test_any_change_of_any_file_changes_every_address(place: Path) -> None:
    before = some(place / "before").address("live/stream.js")
    assert some(place / "same").address("live/stream.js") == before
    assert some(place / "after", **{"menu.js": "export {}"}).address("live/stream.js") != before


async def test_what_a_style_sheet_names_beside_it_is_found(place: Path) -> None:
    assets = some(place)
    beside = urljoin(assets.address("vendor/uswds/css/uswds.min.css"), "../fonts/a.woff2")
    answer = await ask(assets, beside)
    assert answer.content == LETTERS
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.headers["cache-control"].startswith("public, max-age")


async def test_text_is_sent_compressed_to_whoever_takes_it_so_and_fonts_are_not(place: Path) -> None:
    assets = some(place)
    sheet, font = assets.address("comity.css"), assets.address("vendor/uswds/fonts/a.woff2")
    compressed = await ask(assets, sheet, Accept_Encoding="br, gzip;q=0.8")
    assert compressed.headers["content-encoding"] == "gzip"
    assert int(compressed.headers["content-length"]) < len(SHEET) / 10
    assert compressed.text == SHEET
    assert "content-encoding" not in (await ask(assets, font, Accept_Encoding="gzip")).headers


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br"])
async def test_text_is_sent_plain_to_whoever_takes_no_gzip(place: Path, accepted: str) -> None:
    assets = some(place)
    answer = await ask(assets, assets.address("comity.css"), Accept_Encoding=accepted)
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.text == SHEET


async def test_what_a_browser_holds_is_not_sent_again(place: Path) -> None:
    assets = some(place)
    sheet = assets.address("comity.css")
    plain = await ask(assets, sheet, Accept_Encoding="identity")
    packed = await ask(assets, sheet, Accept_Encoding="gzip")
    tag = packed.headers["etag"]
    assert plain.headers["etag"] != tag
    for held in (tag, f'"other", W/{tag}', "*"):
        answer = await ask(assets, sheet, Accept_Encoding="gzip", If_None_Match=held)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    assert (await ask(assets, sheet, Accept_Encoding="identity", If_None_Match=tag)).status_code == 200


async def test_head_is_told_the_length_and_no_other_method_is_taken(place: Path) -> None:
    assets = some(place)
    async with serving(assets) as address, httpx.AsyncClient(base_url=address) as client:
        head = await client.head(assets.address("comity.css"), headers={"Accept-Encoding": "identity"})
        post = await client.post(assets.address("comity.css"))
    assert (head.status_code, head.content, int(head.headers["content-length"])) == (200, b"", len(SHEET))
    assert (post.status_code, post.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "../secret.css",
        "..%2fsecret.css",
        "%2e%2e/secret.css",
        "{digest}/../secret.css",
        "{digest}/vendor/../../secret.css",
        "{digest}//secret.css",
        "{digest}",
        "",
        "secret.css%00.js",
        ".hidden",
        "program.py",
    ],
)
async def test_nothing_beside_the_files_that_were_read_is_given(place: Path, path: str) -> None:
    write(place, {"secret.css": "secret"})
    assets = some(place, **{".hidden": "secret", "program.py": "secret"})
    async with serving(assets) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        # A client would tidy the address; whoever means harm does not.
        answer = await raw(host, int(port), f"/static/{path.format(digest=assets.digest)}")
    assert answer.startswith(b"HTTP/1.1 404")
    assert b"secret" not in answer.partition(b"\r\n\r\n")[2]


async def raw(host: str, port: int, path: str) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


def test_a_name_that_is_misspelled_in_a_template_is_an_error(place: Path) -> None:
    with pytest.raises(Absent, match=r"comitty\.css"):
        some(place).address("comitty.css")


async def test_without_the_files_of_others_ours_are_served_and_what_to_do_is_said(place: Path) -> None:
    assets = read_assets(write(place / "own", {"comity.css": SHEET}), place / "never laid")
    assert assets.missing is not None
    assert "make setup" in assets.missing.remedy
    assert (await ask(assets, assets.address("comity.css"))).text == SHEET
    answer = await ask(assets, assets.address("vendor/htmx/htmx.min.js"))
    assert answer.status_code == 503
    assert "make setup" in answer.json()["remedy"]
    assert (await ask(assets, "/static/none.css")).status_code == 404


def test_set_up_has_laid_what_pages_load() -> None:
    assert read_assets().missing is None


def test_every_style_sheet_that_is_laid_names_only_files_that_are_laid() -> None:
    sheets = sorted(LAID.rglob("*.css"))
    named = [
        (sheet, name)
        for sheet in sheets
        for name in re.findall(r"url\(['\"]?(?!data:|#)([^'\")]+)['\"]?\)", sheet.read_text("utf-8"))
    ]
    missing = [f"{sheet.name}: {name}" for sheet, name in named if not (sheet.parent / name).is_file()]
    assert len(sheets) == 4
    assert len(named) > 100
    assert not missing


def test_every_library_is_laid_with_its_license_and_no_map_of_its_source() -> None:
    for folder in LAID.iterdir():
        assert list(folder.glob("LICENSE*")), folder.name
    assert not [path for path in LAID.rglob("*.js") if "sourceMappingURL" in path.read_text("utf-8")]


def test_what_a_first_page_loads_is_small() -> None:
    files = read_assets().files
    first = ["uswds/css/uswds.min.css", "uswds/js/uswds.min.js", "htmx/htmx.min.js", "htmx/hx-sse.min.js"]
    assert sum(len(files[f"vendor/{name}"].compressed or b"") for name in first) < 105_000
