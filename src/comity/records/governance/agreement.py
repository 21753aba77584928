"""What agencies agree on, word for word: the text that they sign, in the version that they sign."""

from typing import Annotated

from msgspec import Meta

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import DocumentText, Sha256, ShortText

AgreementKey = Annotated[
    str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$(?!\n)", description="The key of an agreement."), Category.REFERENCE
]
AgreementVersion = Annotated[int, Meta(ge=1, le=1_000_000), Category.REFERENCE]
Digest = Annotated[Sha256, Category.REFERENCE]


class Agreement(Record):
    """A version of an agreement as its parties sign it: a public document, entered when it is drafted.

    ``text_hash`` is the SHA-256 of the text in UTF-8, ``rules_hash`` that of the rules to which it compiles.
    """

    entered_by = ()
    decisive = True

    key: AgreementKey
    version: AgreementVersion
    title: Annotated[ShortText, Category.REFERENCE]
    text: DocumentText
    text_hash: Digest
    rules_hash: Digest
