"""A document filed in a case."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Base64, Description, Flag, Number, ReferenceText, ShortText
from comity.records.justice.court_case import CourtCase
from comity.records.meaning import Niem
from comity.records.moments import When
from comity.records.references import Ref


class FiledDocument(Record):
    """A document that a party filed in a case, or that came with a referral: what it is, who may see it, its file."""

    niem = "nc:Document"

    case: Ref[CourtCase] | None = None
    number: Annotated[Number | None, Niem("nc:DocumentIdentification")] = None
    control_number: Annotated[Number | None, Niem("nc:DocumentFileControlID")] = None
    sequence: Annotated[ReferenceText | None, Niem("nc:DocumentSequenceID")] = None
    title: Annotated[Description | None, Niem("nc:DocumentTitleText"), Category.NARRATIVE] = None
    description: Annotated[Description | None, Niem("nc:DocumentDescriptionText"), Category.NARRATIVE] = None
    category_name: Annotated[ReferenceText | None, Niem("nc:DocumentCategoryName")] = None
    category_text: Annotated[ReferenceText | None, Niem("nc:DocumentCategoryText")] = None
    language: Annotated[ReferenceText | None, Niem("nc:DocumentLanguage")] = None
    application: Annotated[ReferenceText | None, Niem("nc:DocumentSoftware")] = None
    format: Annotated[ReferenceText | None, Niem("nc:DocumentFormatText")] = None
    format_standard: ReferenceText | None = None
    created_on: Annotated[When | None, Niem("nc:DocumentCreationDate")] = None
    filed_on: Annotated[When | None, Niem("nc:DocumentFiledDate")] = None
    lead: Flag | None = None
    hidden_from_public: Flag | None = None
    hidden_from_parties: Flag | None = None
    earlier_docket_entry: Annotated[ShortText | None, Category.REFERENCE] = None
    related: Annotated[tuple[ShortText, ...], Category.REFERENCE] = ()
    locations: Annotated[tuple[ShortText, ...], Niem("nc:BinaryURI"), Category.SOURCE] = ()
    files: Annotated[tuple[Base64, ...], Niem("nc:Base64BinaryObject"), Category.SOURCE] = ()
