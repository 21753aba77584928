"""The worked score in docs/explanation/how-people-are-matched.md is what the shipped model gives."""

from pathlib import Path

from comity.linkage.explaining import Waterfall, waterfall
from tests.linkage.people import HOME, features, model, person

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "how-people-are-matched.md"
PRIOR = "Two records drawn at random, among 20,000."


def worked() -> Waterfall:
    one = person("William", "Smith", "1984-03-07", sex="M", home=HOME)
    return waterfall(model(20_000), features(one), features(person("Bill", "Smyth", "1984-07-03", sex="M", home=HOME)))


def rows(told: Waterfall) -> str:
    """The table as the page shows it."""
    steps = [(PRIOR, told.prior), *((step.words.rpartition(". ")[0] + ".", step.bits) for step in told.steps)]
    return "\n".join(f"| {words} | {bits:.1f} |" for words, bits in steps if abs(bits) >= 0.05)


def test_the_worked_score_is_what_the_shipped_model_gives() -> None:
    told, page = worked(), PAGE.read_text()
    assert rows(told) in page
    assert f"The total of {told.total:.1f} bits is a chance of {told.chance:.1%}".replace("%", " %") in page
    assert f"over the threshold, {model().link:.1f} bits" in page
