"""The connector for NIBRS messages in XML."""

from comity.errors import Invalid
from comity.exchange.connector import Message, Refusal
from comity.exchange.leaves import Taker, local
from comity.exchange.nibrs.drafts import Drafts
from comity.exchange.nibrs.flat import Fault
from comity.exchange.nibrs.niem import Source
from comity.exchange.nibrs.niem_reports import report
from comity.exchange.nibrs.records import add_report
from comity.exchange.xml import Element, read_xml

MEDIA_TYPE = "application/xml"
NAMESPACES = (b"http://fbi.gov/cjis/nibrs/", b"http://release.niem.gov/niem/codes/fbi_ucr/")


class NibrsMessage:
    """Reads submissions of the NIBRS IEPD 2019.1, and of 4.0 before it; a bad part is refused by its line."""

    name = "nibrs-message"

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Tell by the FBI's namespace and a Submission or Report as the root."""
        del filename
        head = raw[:8192]
        return NAMESPACES[0] in head and (b":Submission" in head or b":Report" in head)

    def read(self, raw: bytes) -> Message:
        """Read a submission; Invalid when it is no XML or holds no report."""
        root = read_xml(raw)
        taker, drafts, refused = Taker(root), Drafts("NIBRS message"), list[Fault]()
        reports = [root] if local(root) == "Report" else [child for child in root if local(child) == "Report"]
        if not reports:
            raise Invalid("The message holds no report.", remedy="Send a Submission with at least one Report.")
        metadata = next((child for child in root if local(child) == "MessageMetadata"), None)
        for element in reports:
            _add(Source(element, taker, refused), metadata, drafts)
        return Message(
            connector=self.name,
            media_type=MEDIA_TYPE,
            original=raw,
            records=drafts.finished(),
            leaves=taker.total,
            taken=taker.taken,
            untaken=taker.untaken(),
            refusals=tuple(_refusal(fault) for fault in refused),
        )


def _add(source: Source, metadata: Element | None, drafts: Drafts) -> None:
    try:
        with drafts.whole():
            add_report(report(source, metadata), drafts)
    except Invalid as wrong:
        source.pending.clear()
        source.refuse(source.root, wrong)
    else:
        source.landed()


def _refusal(fault: Fault) -> Refusal:
    message = f"line {fault.line}, {fault.level}: {fault.reason}"
    return Refusal(f"line {fault.line}", Invalid(message, remedy=fault.remedy, field=fault.element))
