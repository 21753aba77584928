"""What is tracked runs anywhere: no path of one machine, no registry's address, no secret, nothing large."""

import re

import pytest

from tests.rules.tree import ROOT, report, texts, tracked

# Each host is written in two pieces, so that this file passes its own rule.
HOSTS = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry." + "npmjs" + ".org",
    "npmjs" + ".com",
    "registry.yarnpkg" + ".com",
]
MACHINE = re.compile(r"(?<![\w.])/((?:work|root)/|home/\w+|Users/\w+|opt/pypi|opt/wheels)")
REGISTRY = re.compile("|".join(re.escape(host) for host in HOSTS), re.IGNORECASE)
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bcmt_live_[A-Za-z0-9]{16,}|\bAKIA[0-9A-Z]{16}\b")
LARGEST = 2_000_000
THIS = "tests/rules/test_portability.py"


def bound(name: str, text: str) -> list[str]:
    return [
        f"{name}:{number}: {what}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, rule in {
            "a path of one machine": MACHINE,
            "a registry's address": REGISTRY,
            "a secret": SECRET,
        }.items()
        if rule.search(line)
    ]


def test_nothing_tracked_is_bound_to_one_machine() -> None:
    problems = [problem for name, text in texts() if name != THIS for problem in bound(name, text)]
    report(problems, "Find places from the file's own (Path(__file__)), and let pip and npm know their registries.")


def test_the_locks_name_a_hash_for_every_package() -> None:
    locks = [text for name, text in texts(".txt", under=("requirements/",))]
    unlocked = [
        entry.split()[0]
        for lock in locks
        for entry in re.split(r"\n(?=\S)", lock)
        if entry.strip() and not entry.startswith("#") and ("==" not in entry or "--hash=sha256:" not in entry)
    ]
    assert locks
    report(unlocked, "Run make lock.")


def test_nothing_tracked_is_large() -> None:
    problems = [
        f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes"
        for path in tracked()
        if path.stat().st_size > LARGEST
    ]
    report(problems, "Make it at set-up, or leave it out.")


@pytest.mark.parametrize(
    "text", ["open('/wor" + "k/shared/x')", "cd /roo" + "t/x", "see " + HOSTS[0], "/home" + "/ada/x"]
)
def test_the_portability_rule_sees_a_bound_line(text: str) -> None:
    assert bound("x", text)


@pytest.mark.parametrize(
    "text", ["GET /v1/records/work", "root / 'work'", "the path root/work", "~/.local/share/comity"]
)
def test_the_portability_rule_lets_other_paths_be(text: str) -> None:
    assert not bound("x", text)
