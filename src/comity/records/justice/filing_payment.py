"""What was paid for a filing."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Currency, Flag, ShortText
from comity.records.moments import When


class FilingCharge(Part):
    """One line of a payment: the fee, for what, and the tax on it."""

    category = Category.FINANCE

    amount: ShortText | None = None
    currency: Currency | None = None
    reason: ShortText | None = None
    charged: Flag | None = None
    tax: ShortText | None = None
    tax_currency: Currency | None = None
    tax_rate: ShortText | None = None


class FilingPayment(Record):
    """The fees of a filing and their payment; OASIS LegalXML Electronic Court Filing 4.0, payment message."""

    number: Annotated[ShortText | None, Category.FINANCE] = None
    amount: Annotated[ShortText | None, Category.FINANCE] = None
    currency: Annotated[Currency | None, Category.FINANCE] = None
    paid_on: Annotated[When | None, Category.FINANCE] = None
    paid_at: Annotated[ShortText | None, Category.FINANCE] = None
    charges: Annotated[tuple[FilingCharge, ...], Category.FINANCE] = ()
