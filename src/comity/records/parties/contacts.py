"""How somebody is reached, and whether it is safe to."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import EmailAddress, Flag, Phone, ShortText
from comity.records.meaning import Niem
from comity.records.parties.addresses import Address


class Contact(Part):
    """A telephone, an e-mail address or a mailing address; ``safe`` says whether a message may be left there.

    NIEM 6 core, ``nc:ContactInformationType``.
    """

    category = Category.CONTACT

    telephone: Annotated[Phone | None, Niem("nc:TelephoneNumberFullID")] = None
    extension: Annotated[ShortText | None, Niem("nc:TelephoneSuffixID")] = None
    telephone_category: Annotated[ShortText | None, Niem("nc:TelephoneNumberCategoryText")] = None
    email: Annotated[EmailAddress | None, Niem("nc:ContactEmailID")] = None
    website: Annotated[ShortText | None, Niem("nc:ContactWebsiteURI")] = None
    mailing_address: Annotated[Address | None, Niem("nc:ContactMailingAddress")] = None
    name: Annotated[ShortText | None, Niem("nc:ContactEntity")] = None
    uses: tuple[ShortText, ...] = ()
    description: Annotated[ShortText | None, Niem("nc:ContactInformationDescriptionText")] = None
    safe: Flag | None = None
