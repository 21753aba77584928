"""Why two records are, or are not, taken for the same: one step after the other, in plain words."""

import numpy as np
from msgspec import Struct

from comity.linkage.columns import Columns, columns_of
from comity.linkage.features import Features
from comity.linkage.model import Comparison, Model
from comity.linkage.scoring import Scored, scored, sources_of

_SURE = 1000.0
_NOTABLE = 0.05


class Step(Struct, frozen=True):
    """One reason: which comparison, which of its outcomes, what it weighs, and the sentence for a clerk."""

    comparison: str
    level: str
    bits: float
    words: str


class Waterfall(Struct, frozen=True):
    """All reasons: from the prior, step by step, to the total; ``chance`` is the total as a probability, 0 to 1."""

    prior: float
    steps: tuple[Step, ...]
    total: float
    chance: float


def waterfall(model: Model, one: Features, other: Features) -> Waterfall:
    """Give the reasons for a score; prior and steps sum to exactly what ``score`` gives."""
    columns = columns_of((one, other), sources_of(model))
    found = scored(model, columns, np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64))
    steps = [_step(each, columns, found) for each in model.comparisons]
    cautions = {each.id: each.words for each in model.rivals} | {each.id: each.words for each in model.guards}
    for id, taken in found.guarded.items():
        if bits := float(taken[0]):
            steps.append(Step(id, "caution", bits, f"{cautions[id]} {_told(bits)}"))
    total = float(found.total[0])
    return Waterfall(model.prior, tuple(steps), total, chance(total))


def chance(bits: float) -> float:
    """Give bits as a probability, 0 to 1."""
    return float(1 / (1 + 2.0 ** -max(-_SURE, min(_SURE, bits))))


def _step(comparison: Comparison, columns: Columns, found: Scored) -> Step:
    level = comparison.levels[int(found.levels[comparison.id][0])]
    bits = float(found.bits[comparison.id][0])
    left, right = (int(rows[0]) for rows in found.rows[comparison.source])
    one, other = (_said(comparison, columns, row) for row in (left, right))
    sentence = level.words.replace("{one}", one).replace("{other}", other)
    return Step(comparison.id, level.id, bits, f"{sentence} {_told(bits)}")


def _said(comparison: Comparison, columns: Columns, row: int) -> str:
    """Give the compared value as a person reads it: the field of the comparison's name, else all of the source."""
    parts = columns.sources[comparison.source].parts
    fields = [comparison.id] if comparison.id in parts else list(parts)
    return ", ".join(text for name in fields if (text := columns.texts[parts[name][row]])) or "nothing"


def _told(bits: float) -> str:
    """Say what an outcome weighs, for or against."""
    if abs(bits) < _NOTABLE:
        return "That says nothing either way."
    side = "for" if bits > 0 else "against"
    size = f"{abs(bits):.1f}".removesuffix(".0")
    return f"{size} {'bit' if size == '1' else 'bits'} {side}."
