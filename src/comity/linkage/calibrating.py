"""Where the lines stand, learned from the scores of a node's own records: the prior, the rivals and the thresholds.

No truth is asked. The prior is mended until it expects as many pairs of one person as the scores sum to; rivals are
counted where they show themselves; the link threshold is put where the expected F1 is best, every score being taken
for the chance that it claims (Lipton, Elkan and Naryanaswamy, "Optimal Thresholding of Classifiers", 2014).
"""

from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from comity.linkage.columns import Columns, Rows
from comity.linkage.model import Model, Rival
from comity.linkage.scoring import TOGETHER, Bits, scored

# A pair is worth a person's look where its chance is one in twenty.
_REVIEW_BITS = float(np.log2(0.05 / 0.95))
_LEAST_REVIEW = 2.0
# Rivals are looked for where all that they share speaks for one person at 16 to 1.
_CLEARLY = 4.0
# So many pairs of rivals are taken to be there although none shows.
_FEWEST = 5.0
# Where the expected F1 is all but flat, the lower threshold is taken: chosen on Hart City (docs/reports/linkage.md).
_ALL_BUT = 0.995
# Nothing is linked on less, however few pairs lie there: on Hart City, less costs quality.
_LEAST_LINK = -2.5
_ROUNDS = 200
_STEADY = 1e-6


@dataclass(frozen=True)
class _Claims:
    """What all candidate pairs claim: their bits without any rival, and what speaks about each rival."""

    bits: Bits
    apart: dict[str, Bits]


def calibrated(model: Model, columns: Columns, left: Rows, right: Rows) -> Model:
    """Give the model with the prior, the rivals' shares and the thresholds that fit all candidate pairs."""
    if not len(left):
        return model
    claims = _claims(model, columns, left, right)
    shift = _mended_prior(model, claims.bits, columns.size)
    mended = replace(model, matches_per_record=model.matches_per_record * 2.0**shift)
    bits = claims.bits + shift
    rivals = tuple(_counted(mended, rival, bits, claims.apart[rival.id], columns.size) for rival in model.rivals)
    for rival in rivals:
        bits = np.minimum(bits, mended.odds_against(rival) + claims.apart[rival.id])
    link = max(_best_expected(bits), _LEAST_LINK)
    return replace(mended, rivals=rivals, link=link, review=min(link - _LEAST_REVIEW, _REVIEW_BITS))


def _claims(model: Model, columns: Columns, left: Rows, right: Rows) -> _Claims:
    bare = replace(model, rivals=(), guards=())
    total, apart = np.empty(len(left)), {rival.id: np.zeros(len(left)) for rival in model.rivals}
    for start in range(0, len(left), TOGETHER):
        some = slice(start, start + TOGETHER)
        found = scored(bare, columns, left[some], right[some])
        total[some] = found.total
        for rival in model.rivals:
            for id in rival.differs:
                apart[rival.id][some] += found.bits[id]
    return _Claims(total, apart)


def _mended_prior(model: Model, bits: Bits, records: int) -> float:
    """Give by how many bits the prior must move so that it expects what is found."""
    shift = 0.0
    for _ in range(_ROUNDS):
        found = 2 * float(chances(bits + shift).sum()) / records
        moved = float(np.log2(max(found, 1 / records) / model.matches_per_record))
        if abs(moved - shift) < _STEADY:
            break
        shift = moved
    return shift


def _counted(model: Model, rival: Rival, bits: Bits, apart: Bits, records: int) -> Rival:
    """Estimate how many rivals there are, among the pairs in which all that a rival shares speaks for one person.

    Each such pair is one person's or a rival's; what tells the two apart weighs ``apart``. The number of rivals is what
    these chances sum to, worked out until it is steady (expectation maximization with one unknown).
    """
    told = np.exp2(apart[bits - apart >= _CLEARLY]) * records * model.matches_per_record / 2
    people = records * (1 + model.matches_per_record) / 2
    count = rival.share * people
    for _ in range(_ROUNDS):
        count = max(float((count / (count + told)).sum()), _FEWEST)
    return replace(rival, share=min(count / people, rival.share))


def _best_expected(bits: Bits) -> float:
    """Give the lowest threshold with all but the best expected F1, every pair being taken for the chance it claims."""
    ordered = np.sort(bits)[::-1]
    hits = np.cumsum(chances(ordered))
    expected = 2 * hits / (np.arange(1, len(ordered) + 1) + hits[-1])
    return float(ordered[int(np.flatnonzero(expected >= _ALL_BUT * expected.max())[-1])])


def chances(bits: Bits) -> Bits:
    """Give bits as probabilities, 0 to 1."""
    return 1 / (1 + np.exp2(-np.clip(bits, -1000, 1000)))
