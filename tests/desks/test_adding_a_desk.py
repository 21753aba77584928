"""A new desk costs one file: the one that docs/how-to/add-a-desk.md shows is put into a folder, and is there."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-desk.md"

ASKING = """
import sys
from uuid import UUID

import comity.desks.professions

comity.desks.professions.__path__.append(sys.argv[1])

from comity.api.forms import form_of
from comity.desks.desk import Start
from comity.desks.professions import desk_of, desks
from comity.records.declaration import kind_name
from comity.records.incidents.service_call import ServiceCall
from comity.records.pillars import Pillar
from comity.records.references import Ref
from comity.records.registry import kind_named

desk = desk_of(Pillar.EMERGENCY)
assert desk in desks()
assert {"service-call", "diary-entry"} <= desk.watched
(step,) = desk.next_of("service-call")
call = ServiceCall(received_at="2026-11-30T01:30Z", narrative="Glass broke.")
ref = Ref(UUID("7d444840-9dc0-41d1-b245-5ffdce74fad2"))
begun = step.prefill(Start(ref, call, {ref.id: call}, "dee", "hart-911", "2026-11-30T01:31Z"))
assert (begun.narrative, begun.received_by) == ("Glass broke.", "dee")
(queue,) = desk.queues
assert queue.waits(call)
assert not queue.waits(ServiceCall(received_at="2026-11-30T01:30Z", withdrawn=True))
for kind, asked in desk.asked.items():
    assert {path.partition(".")[0] for path in asked} <= {each.name for each in form_of(kind_named(kind_name(kind)))}
print(desk.title)
"""


def shown() -> str:
    """Give the file that the how-to shows."""
    (found,) = re.findall(r"^ *```python\n(.*?)^ *```$", HOW_TO.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return textwrap.dedent(found)


def test_the_desk_of_the_how_to_is_found_begins_from_a_record_and_says_what_waits(tmp_path: Path) -> None:
    (tmp_path / "dispatch.py").write_text(shown(), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", ASKING, str(tmp_path)], check=True, capture_output=True, text=True, timeout=60
    )
    assert told.stdout == "Dispatch desk\n"
