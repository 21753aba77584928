"""Tables for spreadsheets: comma-separated values (RFC 4180), of which no cell is read as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from comity.api.answers import PRIVATE
from comity.api.sheets import harmless

CSV = "text/csv; charset=utf-8"


def table_answer(columns: Sequence[str], rows: Iterable[Sequence[object]], *, following: str = "") -> Response:
    """Answer with a table; what is None becomes an empty cell. ``following`` is where the next page is, if any."""
    text = io.StringIO(newline="")
    written = csv.writer(text, lineterminator="\r\n")
    written.writerow(columns)
    written.writerows([harmless("" if cell is None else str(cell)) for cell in row] for row in rows)
    headers = PRIVATE | {"Link": f'<{following}>; rel="next"'} if following else PRIVATE
    return Response(text.getvalue(), headers=dict(headers), media_type=CSV)
