"""``comity demo``: loaded, told, played; and again without loading again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.test_serving import PROGRAM, answer_of, free_port

SMALL_CITY = ("--scale", "0.005")


@pytest.fixture(scope="module")
def city() -> Iterator[Path]:
    """A folder for one small Hart City, which the tests of this file load once."""
    place = Path(tempfile.mkdtemp(prefix="cmt-"))
    place.chmod(0o711)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def there(city: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(city)
    monkeypatch.delenv("COMITY_HOME", raising=False)
    monkeypatch.delenv("COMITY_DATABASE_URL", raising=False)
    return city


def test_the_demo_loads_tells_how_to_sign_in_and_plays_an_arrest(command: Command, there: Path) -> None:
    ran = command("demo", "--once", *SMALL_CITY)
    assert ran.code == 0, ran.err
    assert "Hart City is loaded" in ran.out
    assert "Court Clerk Morgan Clark" in ran.out
    assert "cmt_live_" in ran.out
    assert "Clark's stream shows the arrest (version 1)" in ran.out
    assert ran.out.count(" ms\n") >= 8
    assert (there / ".comity" / "truth.csv").is_file()


def test_the_demo_does_not_load_the_city_again(command: Command, there: Path) -> None:
    ran = command("demo", "--once", *SMALL_CITY, "--json")
    assert ran.code == 0, ran.err
    assert ran.answer["loaded"]["already"] is True
    steps = ran.answer["steps"]
    assert all(step["said"] and step["milliseconds"] >= 0 for step in steps)
    assert {"lee", "clark", "kim", "vera"} <= {each["member"] for each in ran.answer["cast"]}


def test_what_the_demo_has_made_is_whole(command: Command, there: Path) -> None:
    ran = command("fsck", "--home", there / ".comity", "--json")
    assert (ran.code, ran.answer["findings"]) == (0, [])


def test_the_demo_serves_until_it_is_interrupted(there: Path) -> None:
    port = free_port()
    words = [sys.executable, "-c", PROGRAM, "demo", *SMALL_CITY, "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}) as demo:
        assert demo.stdout is not None
        while "Ctrl-C ends it" not in (line := demo.stdout.readline()):
            assert line, demo.communicate()[1]
        assert answer_of(port) == 200
        demo.send_signal(signal.SIGINT)
        _, err = demo.communicate(timeout=30)
    assert (demo.returncode, err) == (0, "")


def test_a_scale_of_nothing_is_wrong_use(command: Command, there: Path) -> None:
    assert command("demo", "--once", "--scale", "0").code == 2
