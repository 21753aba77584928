"""What a client does that schemathesis does not do by itself: a new key for a new request, and an end to a stream."""

import re
from typing import Any
from uuid import uuid4

import schemathesis

KEY = re.compile(r"[!-~]{1,200}")


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Give each valid request a key of its own, and let no stream run for ever."""
    headers = case.headers or {}
    for name, value in headers.items():
        if name.lower() == "idempotency-key" and isinstance(value, str) and KEY.fullmatch(value):
            headers[name] = uuid4().hex
    if case.path == "/v1/stream" and dict(case.query or {}).get("follow", "true") == "true":
        case.query = {**dict(case.query or {}), "follow": "false"}
