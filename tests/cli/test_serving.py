"""``comity serve`` as a process of its own: it answers, and it ends when it is told to."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.cli.conftest import Command

PROGRAM = "import sys; from comity.cli import main; sys.exit(main())"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answer_of(port: int) -> int:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server did not answer within 20 s")


def test_a_node_is_served_until_it_is_told_to_stop(home: Path) -> None:
    port = free_port()
    words = [sys.executable, "-c", PROGRAM, "serve", "--port", str(port), "--json"]
    environment = {**os.environ, "COMITY_HOME": str(home)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as served:
        assert answer_of(port) == 200
        served.send_signal(signal.SIGTERM)
        out, err = served.communicate(timeout=20)
    assert (served.returncode, err) == (0, "")
    assert json.loads(out)["serving"] == f"http://127.0.0.1:{port}"


def test_a_port_that_is_taken_is_told(command: Command, home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = command("serve", "--port", taken.getsockname()[1])
    assert ran.code == 4
    assert "another port" in ran.err
    assert "Traceback" not in ran.err


def test_a_port_that_is_no_number_is_wrong_use(command: Command, home: Path) -> None:
    assert command("serve", "--port", "eighty").code == 2
