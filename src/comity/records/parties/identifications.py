"""Numbers by which somebody or something is known to somebody else."""

from typing import Annotated

from comity.records.declaration import Part
from comity.records.fields import Code, Flag, IdentifierValue, ShortText
from comity.records.meaning import Link, Niem
from comity.records.moments import When


class Identification(Part):
    """One number by which a partner knows a person, an organization or a thing; ``kind`` says which sort of number.

    NIEM 6 core, ``nc:IdentificationType``. Kinds in use: ``ssn``, ``fbi``, ``state-id``, ``driver-license``,
    ``passport``, ``ori`` and others that connectors name.
    """

    value: Annotated[IdentifierValue, Niem("nc:IdentificationID")]
    kind: Annotated[Code | None, Link.IDENTIFIER_KIND] = None
    category_text: Annotated[ShortText | None, Niem("nc:IdentificationCategoryDescriptionText")] = None
    source: Annotated[ShortText | None, Niem("nc:IdentificationIssuerText")] = None
    jurisdiction: Annotated[ShortText | None, Niem("nc:IdentificationJurisdiction")] = None
    issued_on: Annotated[When | None, Niem("nc:IdentificationEffectiveDate")] = None
    expires_on: Annotated[When | None, Niem("nc:IdentificationExpirationDate")] = None
    status: Annotated[ShortText | None, Niem("nc:IdentificationStatus")] = None
    issued_for_civil: Flag | None = None
    issued_for_criminal: Flag | None = None
    commercial: Flag | None = None
    license_class: Annotated[ShortText | None, Niem("j:DriverLicenseNonCommercialClassText")] = None
    commercial_class: Annotated[ShortText | None, Niem("j:DriverLicenseCommercialClassText")] = None
