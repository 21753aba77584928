"""Templates hold nothing that the policy of pages would have to stop: text is escaped, and no page holds a script."""

import re
from pathlib import Path

import pytest

from comity.web.pages import POLICY

TEMPLATES = Path(__file__).parents[2] / "src" / "comity" / "web" / "templates"
BANNED = {
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\("),
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style in the page": re.compile(r"<style\b(?![^>]*></style>)|\sstyle=", re.IGNORECASE),
    "what happens on an event": re.compile(r"\s(on[a-z]+|hx-on[\w:-]*)=", re.IGNORECASE),
    "an address outside": re.compile(r"(src|href|action)=[\"'](https?:)?//", re.IGNORECASE),
}


def faults(text: str) -> list[str]:
    return [what for what, rule in BANNED.items() if rule.search(text)]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_what_the_policy_would_stop(path: Path) -> None:
    assert not faults(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "{{ name|safe }}",
        "{% autoescape false %}",
        "<script>alert(1)</script>",
        '<p style="color: red">',
        "<style>p {}</style>",
        '<a onclick="go()">',
        '<img src="//evil.example/x.png">',
    ],
)
def test_the_rule_of_templates_sees_what_it_bans(text: str) -> None:
    assert faults(text)


def test_the_documentation_shows_the_policy_that_pages_carry() -> None:
    shown = (TEMPLATES.parents[3] / "docs" / "explanation" / "how-pages-are-made.md").read_text("utf-8")
    assert POLICY in " ".join(shown.split())
