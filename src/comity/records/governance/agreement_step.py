"""What a party does about an agreement: it signs, suspends, leaves; each step stands with who took it, and when."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import AgencyKey, ReferenceText, ShortText
from comity.records.governance.agreement import Agreement, AgreementKey, AgreementVersion, Digest
from comity.records.references import Ref


class Step(StrEnum):
    """What can be done about an agreement that was drafted.

    To ``attest`` is to say that a precondition is met; to ``join`` is to ask to become a party, or to let another.
    """

    SIGN = "sign"
    ATTEST = "attest"
    ACTIVATE = "activate"
    SUSPEND = "suspend"
    RESUME = "resume"
    JOIN = "join"
    LEAVE = "leave"
    END = "end"


class AgreementStep(Record):
    """A step that a signatory takes for the own agency: whoever entered it took it, then, on the text of these hashes.

    ``party`` is the agency that joins; ``attested`` names the precondition that is met; ``reason`` says what was
    breached, or why a party leaves.
    """

    entered_by = ()
    decisive = True

    agreement: Annotated[Ref[Agreement], Category.REFERENCE]
    key: AgreementKey
    version: AgreementVersion
    step: Annotated[Step, Category.STATUS]
    text_hash: Digest
    rules_hash: Digest
    party: AgencyKey | None = None
    attested: ReferenceText | None = None
    reason: Annotated[ShortText | None, Category.STATUS] = None
