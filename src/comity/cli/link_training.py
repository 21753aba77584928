"""``comity link train`` and ``comity link evaluate``: what decides who is the same, learned and measured."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

from cyclopts import Parameter

from comity.acts.evaluate_links import Evaluation, Known, evaluate_links
from comity.acts.train_links import train_links
from comity.cli.link_places import Spark, learning_on
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Voice
from comity.errors import Invalid
from comity.linkage.measuring import Quality
from comity.policy.sessions import open_session

Kind = Annotated[str, Parameter(help="Which records: person, organization, location, vehicle or phone-account.")]


async def train(  # noqa: PLR0913 - the options of a command
    kind: Kind = "person",
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose = "identification",
    seed: Annotated[int, Parameter(help="The same seed and records give the same weights.")] = 1,
    spark: Spark = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Learn from this node's own records how much each likeness weighs, by Splink, and link everything anew.

    Nobody tells it who is who. Needs the extra: pip install 'comity[train]', or with --spark 'comity[spark]'.
    """
    voice = Voice(json)
    with learning_on(spark, seed) as (training, populations):
        async with existing_node(settings_of(home)) as node:
            session = open_session(node.directory, agency, member, purpose)
            done = await train_links(node, session, kind, training, populations=populations)
    pairs = done.relinked.pairs.get(kind, 0)
    voice.say(f"Learned from {done.records} records, entered as {done.model}; {pairs} pairs are kept.")
    voice.give({"model": done.model, "records": done.records, "pairs": pairs})


async def evaluate(
    truth: Annotated[Path, Parameter(help="A table (CSV) with the columns record and person, and any groups beside.")],
    kind: Kind = "person",
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose = "identification",
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Hold the machine's links against known truth: precision, recall and F1, and the errors of each group of people.

    Every other column of the table names groups, such as the origin of the name.
    """
    voice = Voice(json)
    known = read_truth(truth)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        found = await evaluate_links(node, session, kind, known)
    _tell(voice, found)
    voice.give(found)


def read_truth(path: Path) -> Mapping[UUID, Known]:
    """Read who is who from a table; Invalid names the line that cannot be read."""
    try:
        with path.open(newline="", encoding="utf-8") as lines:
            rows = csv.DictReader(lines)
            names = rows.fieldnames or ()
            if not {"record", "person"} <= set(names):
                raise Invalid(
                    f"{path} has no columns record and person.", field="truth", remedy="Name them in its first line."
                )
            return dict(_known(row, names, line) for line, row in enumerate(rows, 2))
    except (OSError, UnicodeDecodeError) as wrong:
        raise Invalid(f"{path} cannot be read: {wrong}", field="truth", remedy="Name a CSV file in UTF-8.") from wrong


def _known(row: Mapping[str, str], names: Sequence[str], line: int) -> tuple[UUID, Known]:
    groups = tuple(f"{name} {row[name]}" for name in names if name not in ("record", "person"))
    try:
        return UUID(row["record"]), Known(row["person"], groups)
    except ValueError:
        raise Invalid(
            f"Line {line}: {row['record']!r} is no id of a record.", field="record", remedy="Give the ids of this node."
        ) from None


def _tell(voice: Voice, found: Evaluation) -> None:
    voice.say(f"{found.records} records whose person is known; {found.unknown} others are left out.")
    rows: list[tuple[str, Quality]] = [
        (f"pairs linked, from {found.link_bits:.1f} bits on", found.pairs),
        (f"pairs by the best threshold, {found.best_bits:.1f} bits", found.best),
        ("clusters, by their pairs", found.clusters),
        ("clusters, by record (B-cubed)", found.b_cubed),
    ]
    voice.table(
        ("what", "precision", "recall", "F1"),
        [(what, f"{q.precision:.4f}", f"{q.recall:.4f}", f"{q.f1:.4f}") for what, q in rows],
    )
    voice.table(
        ("group", "records", "linked wrongly", "missed"),
        [(group.group, group.records, f"{group.wrong:.2%}", f"{group.missed:.2%}") for group in found.groups],
    )
