"""The files that browsers load: ours, and those of others that set-up has laid; read once, and held compressed."""

import gzip
import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from comity.api.problems import METHOD, Turned, problem_answer
from comity.errors import Absent, ComityError, Unavailable

PREFIX = "/static/"
VENDOR = "vendor/"
OWN = Path(__file__).parent / "static"
# Laid there by scripts/lay_assets.py.
LAID = Path(sys.prefix) / "share" / "comity" / "assets"
# Without these there is no page worth the name.
NEEDED = (
    "cytoscape/cytoscape.min.js",
    "devanagari/400.css",
    "htmx/htmx.min.js",
    "leaflet/leaflet.js",
    "uswds/css/uswds.min.css",
    "uswds/js/uswds.min.js",
)
# A file of any other type is not served.
MEDIA_TYPES = {
    "": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_COMPRESSED = {".ico", ".jpg", ".png", ".woff2"}
_YEAR = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_GUARDED = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}
_DIGEST_LENGTH = 8


@dataclass(frozen=True)
class Asset:
    """A file as it is sent: its bytes, the same compressed where that is worth it, and a digest of what is in it."""

    body: bytes
    compressed: bytes | None
    media_type: str
    digest: str


@dataclass(frozen=True)
class Assets:
    """Everything under /static/, as an ASGI application; ``missing`` says what set-up has not laid, if anything."""

    files: Mapping[str, Asset]
    digest: str
    missing: Unavailable | None = None

    def address(self, path: str) -> str:
        """Give the address of a file, which changes whenever any file does: it may be kept for a year.

        ``path`` is within static/ of this package, or begins with vendor/. The digest stands before the path and is
        that of all files, so that one file finds another by a relative address. Absent when there is no such file.
        """
        if path not in self.files and not (self.missing and path.startswith(VENDOR)):
            raise Absent(f"There is no file {path} to load.", remedy="Correct its name in the template.")
        return f"{PREFIX}{self.digest}/{path}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request for a file."""
        _, _, path = str(scope["path"]).partition(PREFIX)
        await self._answer(path, str(scope["method"]), Headers(scope=scope))(scope, receive, send)

    def _answer(self, path: str, method: str, headers: Headers) -> Response:
        if method not in ("GET", "HEAD"):
            return problem_answer(_wrong_method(method))
        digest, _, rest = path.partition("/")
        # A page from before the last start still asks with the digest of then.
        name = rest if _is_digest(digest) else path
        found = self.files.get(name)
        if found is None:
            return problem_answer(self._not_there(name))
        return _sent(found, headers, keep=_YEAR if digest == self.digest else _ASK_AGAIN)

    def _not_there(self, name: str) -> ComityError:
        if self.missing and name.startswith(VENDOR):
            return self.missing
        return Absent("There is no such file.", remedy="Load the page anew.")


@cache
def read_assets(own: Path = OWN, laid: Path = LAID) -> Assets:
    """Read all files of two folders; what is not there yet is no error, but is told in ``missing``."""
    files = dict(_files(own, "")) | dict(_files(laid, VENDOR))
    whole = hashlib.sha256("".join(f"{path} {files[path].digest}\n" for path in sorted(files)).encode())
    return Assets(files, whole.hexdigest()[:_DIGEST_LENGTH], _missing(files))


def _files(folder: Path, prefix: str) -> Iterator[tuple[str, Asset]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in MEDIA_TYPES and not path.name.startswith("."):
            yield prefix + path.relative_to(folder).as_posix(), _asset(path)


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    compressed = None if path.suffix in _COMPRESSED else gzip.compress(body, mtime=0)
    worth = compressed if compressed and len(compressed) < len(body) else None
    return Asset(body, worth, MEDIA_TYPES[path.suffix], hashlib.sha256(body).hexdigest())


def _missing(files: Mapping[str, Asset]) -> Unavailable | None:
    names = [name for name in NEEDED if VENDOR + name not in files]
    if not names:
        return None
    return Unavailable(
        f"Files that pages load were never installed here: {', '.join(names)}.",
        remedy="Run make setup, and start anew.",
    )


def _sent(asset: Asset, headers: Headers, *, keep: str) -> Response:
    compressed = asset.compressed if takes_gzip(headers.get("accept-encoding", "")) else None
    tag = f'"{asset.digest[:32]}{"-gzip" if compressed else ""}"'
    told = {**_GUARDED, "Cache-Control": keep, "ETag": tag}
    if _has(headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=told)
    if compressed:
        told["Content-Encoding"] = "gzip"
    # A server sends no body in answer to HEAD, only its length.
    return Response(compressed or asset.body, headers=told, media_type=asset.media_type)


def takes_gzip(accepted: str) -> bool:
    """Tell whether gzip is among the codings that are accepted, and not with a weight of nothing (RFC 9110, 12.5.3)."""
    for coding in accepted.lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _has(held: str, tag: str) -> bool:
    """Whether what a browser holds is this version: tags are compared weakly (RFC 9110, 13.1.2)."""
    return any(one.strip().removeprefix("W/") in (tag, "*") for one in held.split(","))


def _is_digest(text: str) -> bool:
    return len(text) == _DIGEST_LENGTH and not set(text) - set("0123456789abcdef")


def _wrong_method(method: str) -> Turned:
    return Turned(METHOD, f"{method} is not done here.", remedy="Use GET, HEAD.", headers={"Allow": "GET, HEAD"})
