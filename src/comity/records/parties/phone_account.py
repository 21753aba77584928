"""A telephone line or an account on a service."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import IdentifierValue, Phone, ReferenceText, ShortText
from comity.records.meaning import Link, Niem
from comity.records.moments import When
from comity.records.parties.person import Person
from comity.records.references import Ref


@check("telephone", remedy="Give the telephone number, the device's number or the account's name.")
def account_can_be_told(account: "PhoneAccount", known: Known) -> bool:
    """A line or account is entered with its number or name."""
    del known
    return bool(account.telephone or account.device_number or account.account_name)


class PhoneAccount(Record):
    """A telephone line, a device or an account on a service, that a record speaks of."""

    checks = (account_can_be_told,)

    provider: Annotated[ReferenceText | None, Link.TRAIT] = None
    telephone: Annotated[Phone | None, Niem("nc:TelephoneNumberFullID"), Category.CONTACT] = None
    device_number: Annotated[IdentifierValue | None, Category.IDENTITY] = None
    account_name: Annotated[IdentifierValue | None, Category.IDENTITY] = None
    holder: Annotated[Ref[Person] | None, Category.IDENTITY] = None
    first_seen: When | None = None
    last_seen: When | None = None
    note: Annotated[ShortText | None, Category.IDENTITY] = None
