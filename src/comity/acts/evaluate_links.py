"""Hold the links that the machine makes against known truth: how many are right, how many missed, and whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
import numpy as np

from comity.acts.train_links import require_training
from comity.errors import Invalid
from comity.linkage.clustering import bounds_of, clusters
from comity.linkage.columns import Rows
from comity.linkage.deciding import Decision, decision
from comity.linkage.features import Features
from comity.linkage.measuring import (
    GroupErrors,
    Quality,
    b_cubed,
    best_threshold,
    cluster_quality,
    errors_by_group,
    numbered,
    pair_quality,
    true_pairs,
)
from comity.linkage.model import Model
from comity.policy.sessions import Session
from comity.store.comparable import Comparable, comparable
from comity.store.node import Node


class Evaluation(msgspec.Struct, frozen=True):
    """How good the links of a kind are, held against known truth; errors are told by group of people.

    ``pairs`` are the machine's links, ``best`` what the best threshold would give, ``clusters`` who is one with whom.
    """

    records: int
    unknown: int
    pairs: Quality
    best: Quality
    best_bits: float
    link_bits: float
    clusters: Quality
    b_cubed: Quality
    groups: tuple[GroupErrors, ...]


@dataclass(frozen=True)
class Known:
    """What is known of a record: who it means, by any name, and the groups by which errors are told, as "origin x"."""

    person: str
    groups: tuple[str, ...] = ()


Truth = Mapping[UUID, Known]


async def evaluate_links(node: Node, session: Session, kind: str, truth: Truth) -> Evaluation:
    """Hold the machine's links of a kind against known truth; errors are told by sex, decade of birth and its groups.

    Judgments by people are left out, so that the machine is measured. Refused as training is; nothing is entered.
    """
    require_training(node, session, kind)
    held = await comparable(node, kind)
    known = [n for n, record in enumerate(held.records) if record in truth]
    if not known:
        raise Invalid(
            "None of the records in the truth is linked here.",
            field="truth",
            remedy="Give a table of record and person, with ids of this node.",
        )
    return _evaluated(node.linking.model(kind), held, truth, known)


def _evaluated(model: Model, held: Comparable, truth: Truth, known: Sequence[int]) -> Evaluation:
    place = {n: at for at, n in enumerate(known)}
    pairs = [
        (place[one], place[other], bits + model.prior)
        for one, other, bits in zip(held.left, held.right, held.bits, strict=True)
        if one in place and other in place
    ]
    left, right = (np.asarray([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    bits = np.asarray([pair[2] for pair in pairs])
    people = numbered(truth[held.records[n]].person for n in known)
    labels = _labels(model, len(known), pairs)
    among = true_pairs(people)
    linked = np.asarray([decision(model, each) is Decision.LINK for each in bits], dtype=bool)
    best = best_threshold(left, right, bits, truth=people, among=among)
    return Evaluation(
        records=len(known),
        unknown=len(held.records) - len(known),
        pairs=pair_quality(left[linked], right[linked], people, among=among),
        best=best.quality,
        best_bits=best.bits,
        link_bits=model.link,
        clusters=cluster_quality(labels, people),
        b_cubed=b_cubed(labels, people),
        groups=_by_group(labels, people, [_groups(held.features[n], truth[held.records[n]]) for n in known]),
    )


def _labels(model: Model, count: int, pairs: Sequence[tuple[int, int, float]]) -> Rows:
    labels = np.arange(count, dtype=np.int64)
    for members in clusters(range(count), pairs, bounds=bounds_of(model)):
        labels[list(members)] = members[0]
    return labels


def _groups(features: Features, known: Known) -> tuple[str, ...]:
    """Name the groups that somebody belongs to: where links fail one of them, people are hurt."""
    born = f"born {features.birth_dates[0][:3]}0s" if features.birth_dates else "born unknown"
    return f"sex {features.sex or 'unknown'}", born, *known.groups


def _by_group(labels: Rows, people: Rows, groups: Sequence[tuple[str, ...]]) -> tuple[GroupErrors, ...]:
    told = [errors_by_group(labels, people, sort) for sort in zip(*groups, strict=True)]
    return tuple(error for errors in told for error in errors)
