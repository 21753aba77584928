"""Who may send a form: only pages of this node, whatever a page elsewhere lets a browser do.

A browser says by itself where a request begins (Fetch Metadata, Sec-Fetch-Site; RFC 6454, Origin); a page cannot
change what it says. The cookie of a sign-in is not sent from elsewhere with a form either (SameSite).
"""

from urllib.parse import urlsplit

from starlette.requests import Request

from comity.api.problems import REFUSED, Turned

# Where a browser says that a request began: at a page of ours, or with whoever sits before it.
OWN = frozenset({"same-origin", "none"})


def require_own_page(request: Request) -> None:
    """Turned unless a page of this node sent the request."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    # One of the two must vouch for it: a browser that sends neither is too old to be trusted with a form.
    if not own or (site not in OWN if site is not None else origin is None):
        raise Turned(
            REFUSED,
            "This form was not sent from a page of this node.",
            remedy="Open the page here, and send the form from it.",
        )


def own_path(address: str) -> str:
    """Give a path of this node to go on to; the desk for anything that could lead elsewhere."""
    parts = urlsplit(address)
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc
    return address if inside and "\\" not in address and address.isprintable() else "/desk"
