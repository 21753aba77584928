"""What stood on the outside of a partner's message."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Base64, Flag, Number, ShortText
from comity.records.justice.warrant import Warrant
from comity.records.meaning import Niem
from comity.records.moments import When
from comity.records.references import Ref


class MessageParty(Part):
    """A system or organization that sent, owns or answers for a message, and whom to call about it."""

    organization: ShortText | None = None
    branch: ShortText | None = None
    ori: ShortText | None = None
    system: ShortText | None = None
    contact_given_name: ShortText | None = None
    contact_surname: ShortText | None = None
    contact_name: ShortText | None = None
    telephone: ShortText | None = None
    extension: ShortText | None = None


class Attachment(Part):
    """A file that came with a message, inside it or by address."""

    uri: ShortText | None = None
    body: Base64 | None = None
    description: ShortText | None = None
    format: ShortText | None = None
    format_standard: ShortText | None = None
    sort: ShortText | None = None
    captured_on: When | None = None
    viewable: Flag | None = None


class Rendering(Part):
    """How the sender would have the message shown."""

    method: ShortText | None = None
    description: ShortText | None = None


class Community(Part):
    """The partners and version that the format of a payload belongs to. LEXS 3.1.4, ``StructuredPayloadMetadata``."""

    uri: ShortText | None = None
    description: ShortText | None = None
    version: ShortText | None = None


class MessageEnvelope(Record):
    """What stood on the outside of a message: who sent it when, under which number, to be handled how."""

    format: Annotated[ShortText | None, Category.REFERENCE] = None
    about: Annotated[tuple[Ref[Warrant], ...], Category.REFERENCE] = ()
    document_number: Annotated[Number | None, Niem("nc:DocumentIdentification")] = None
    control_number: Annotated[Number | None, Niem("nc:DocumentFileControlID")] = None
    created_on: Annotated[When | None, Niem("nc:DocumentCreationDate")] = None
    effective_on: Annotated[When | None, Niem("nc:DocumentEffectiveDate")] = None
    filed_on: Annotated[When | None, Niem("nc:DocumentFiledDate")] = None
    posted_on: Annotated[When | None, Niem("nc:DocumentPostDate")] = None
    cut_off_on: Annotated[When | None, Niem("nc:DocumentInformationCutOffDate")] = None
    updated_on: Annotated[When | None, Niem("nc:LastUpdatedDate")] = None
    sent_at: Annotated[When | None, Niem("lexs:MessageDateTime")] = None
    sequence: Annotated[ShortText | None, Category.REFERENCE] = None
    format_version: Annotated[ShortText | None, Category.REFERENCE] = None
    profiles: Annotated[tuple[ShortText, ...], Category.REFERENCE] = ()
    sender_addresses: Annotated[tuple[ShortText, ...], Category.REFERENCE] = ()

    system_name: Annotated[ShortText | None, Category.REFERENCE] = None
    source_system: Annotated[ShortText | None, Category.REFERENCE] = None
    system_id: Annotated[ShortText | None, Category.REFERENCE] = None
    result_category: Annotated[ShortText | None, Category.REFERENCE] = None
    category: Annotated[ShortText | None, Category.REFERENCE] = None
    status: Annotated[ShortText | None, Category.STATUS] = None
    instruction: Annotated[ShortText | None, Category.STATUS] = None
    sensitivity: Annotated[ShortText | None, Category.STATUS] = None
    confidential: Annotated[Flag | None, Category.STATUS] = None
    item_numbers: Annotated[tuple[ShortText, ...], Category.REFERENCE] = ()
    item_on: When | None = None
    dissemination: Annotated[tuple[ShortText, ...], Category.STATUS] = ()
    deletion_reason: Annotated[tuple[ShortText, ...], Category.STATUS] = ()
    parties: Annotated[tuple[MessageParty, ...], Category.SOURCE] = ()
    communities: Annotated[tuple[Community, ...], Category.REFERENCE] = ()
    attachments: Annotated[tuple[Attachment, ...], Category.SOURCE] = ()
    renderings: Annotated[tuple[Rendering, ...], Category.REFERENCE] = ()
    includes: Annotated[tuple[ShortText, ...], Category.REFERENCE] = ()
