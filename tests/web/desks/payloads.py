"""Two hundred texts that would run a script on a page that took them for markup; each would give itself away."""

from collections.abc import Iterator

# What each of them would do: leave a mark on the page, which a test looks for.
MARK = "window.marked=1"
_BREAKERS = ("", '"', "'", '">', "'>", "</title>", "</textarea>", "</script>", "</style>", "-->", "</select>", "]]>")
_TAGS = (
    f"<script>{MARK}</script>",
    f"<img src=x onerror={MARK}>",
    f"<svg onload={MARK}>",
    f"<body onload={MARK}>",
    f"<iframe srcdoc='<script>parent.{MARK}</script>'>",
    f"<a href='javascript:{MARK}'>Ada</a>",
    f"<details open ontoggle={MARK}>",
    f"<input autofocus onfocus={MARK}>",
    f"<video><source onerror={MARK}></video>",
    f"<math><mtext></mtext><script>{MARK}</script></math>",
    f"<object data='data:text/html,<script>{MARK}</script>'></object>",
    f"<style onload={MARK}></style>",
    f"<meta http-equiv=refresh content='0;url=javascript:{MARK}'>",
    f"<form action='javascript:{MARK}'><button>Ada</button></form>",
    f"<template><script>{MARK}</script></template>",
)
_OTHERS = (
    f"onmouseover={MARK} x=",
    f'" autofocus onfocus={MARK} x="',
    f"' autofocus onfocus={MARK} x='",
    f"javascript:{MARK}",
    f"data:text/html,<script>{MARK}</script>",
    f"{{{{ {MARK} }}}}",
    f"{{% raw %}}{MARK}{{% endraw %}}",
    f"${{{MARK}}}",
    f"#{{{MARK}}}",
    f"<%= {MARK} %>",
    f"\\u003cscript\\u003e{MARK}\\u003c/script\\u003e",
    f"&lt;script&gt;{MARK}&lt;/script&gt;",
    f"%3Cscript%3E{MARK}%3C/script%3E",
    f"<\u200bscript>{MARK}</script>",
    f"\u202e<script>{MARK}</script>",
    f"<scr<script>ipt>{MARK}</scr</script>ipt>",
    f"<IMG SRC=x ONERROR={MARK}>",
    f"<svg/onload={MARK}//",
    f"<x hx-on:load='{MARK}' hx-trigger=load hx-get=/desk>",
    f"<div hx-get=/desk hx-trigger='load[{MARK}]'>",
)


def payloads() -> tuple[str, ...]:
    """Give two hundred texts."""
    return tuple(_made())[:200]


def _made() -> Iterator[str]:
    yield from _OTHERS
    for tag in _TAGS:
        yield from (f"{breaker}{tag}" for breaker in _BREAKERS)
