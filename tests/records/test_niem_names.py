"""Names that kinds and fields borrow from NIEM 6 are in the published model."""

import re
from collections.abc import Mapping
from typing import get_type_hints

import pytest

from comity.records.registry import kinds
from comity.records.spec import niem_name, part_hints
from scripts.make_reference import _parts
from tests.corpus import corpus

PUBLISHED = re.compile(r'<xs:(?:element|complexType) name="(\w+)"')
# The prefixes of the two schemas that the corpus has whole.
MODEL = {"nc": "niem-core.xsd", "j": "domains/justice.xsd"}


def borrowed() -> set[str]:
    hints: list[Mapping[str, object]] = [get_type_hints(spec.kind, include_extras=True) for spec in kinds().values()]
    hints += [part_hints(part) for part in _parts()]
    names = {niem_name(hint) for each in hints for hint in each.values()} | {
        spec.kind.niem for spec in kinds().values()
    }
    return {name for name in names if name.partition(":")[0] in MODEL}


@pytest.mark.corpus
def test_every_borrowed_name_is_in_the_published_model() -> None:
    folder = corpus("niem") / "model-6.0-ps02"
    published = {
        f"{prefix}:{name}"
        for prefix, path in MODEL.items()
        for name in PUBLISHED.findall((folder / path).read_text("utf-8"))
    }
    assert len(borrowed()) > 300
    assert borrowed() <= published
