"""What sort of information a field holds: sixteen-odd categories that clauses share and masks carry."""

from enum import IntFlag
from functools import lru_cache


class Category(IntFlag):
    """One bit a category, so that a mask of visible categories is one integer.

    *Plain* categories may stand readable in the database; *protected* ones are encrypted before they reach it.
    """

    REFERENCE = 1 << 0
    EVENT = 1 << 1
    STATUS = 1 << 2
    CHARGE = 1 << 3
    STATISTIC = 1 << 4

    IDENTITY = 1 << 8
    CONTACT = 1 << 9
    PLACE = 1 << 10
    NARRATIVE = 1 << 11
    BIOMETRIC = 1 << 12
    MEDICAL = 1 << 13
    SUBSTANCE_USE = 1 << 14
    VICTIM = 1 << 15
    SOURCE = 1 << 16
    INTELLIGENCE = 1 << 17
    FINANCE = 1 << 18
    COUNSEL = 1 << 19

    @property
    def label(self) -> str:
        """The name that clauses, the API and people use, such as ``substance_use``."""
        return (self.name or "").lower()

    @property
    def protected(self) -> bool:
        """Whether values of this category are encrypted before the database sees them."""
        return self > Category.STATISTIC


def category_named(label: str) -> Category:
    """Find a category by its label; KeyError when there is none."""
    return Category[label.upper()]


@lru_cache(maxsize=4096)
def labels(mask: int) -> tuple[str, ...]:
    """Name the categories of a mask, plain ones first."""
    return tuple(category.label for category in Category if mask & category)


ALL_CATEGORIES = Category(sum(Category))
LABELS = labels(ALL_CATEGORIES)
