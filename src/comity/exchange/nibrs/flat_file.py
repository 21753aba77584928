"""The connector for NIBRS flat files: a submission of one agency or one state for a month."""

from comity.errors import Invalid
from comity.exchange.connector import Drafted, Message, Refusal
from comity.exchange.nibrs.drafts import Drafts
from comity.exchange.nibrs.edits import faults
from comity.exchange.nibrs.flat import Fault, Segment, groups, segments
from comity.exchange.nibrs.flat_reports import report
from comity.exchange.nibrs.layout import LAYOUTS
from comity.exchange.nibrs.records import add_report

MEDIA_TYPE = "text/plain"
HEADER_LENGTH = 37
ACTIONS = (b"I", b"A", b"D", b"R", b"W")


class FlatFile:
    """Reads submissions of fixed-length segments; a bad one is refused by line, level and element, the rest stands."""

    name = "nibrs-flat-file"

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Tell by the first segment's header: four digits of length, a level, an action, month and year."""
        del filename
        first = raw.lstrip()[:HEADER_LENGTH]
        known = first[4:5].decode("latin-1") in LAYOUTS and first[5:6] in ACTIONS
        return known and first[:4].isdigit() and first[6:12].isdigit()

    def read(self, raw: bytes) -> Message:
        """Read a submission; Invalid when it is no text or holds no segment."""
        read = list(segments(_text(raw)))
        if not read:
            raise Invalid("The submission holds no segments.", remedy="Send the segments, one a line.")
        whole = [segment for segment in read if isinstance(segment, Segment)]
        wrong = {segment.line: list(faults(segment)) for segment in whole}
        drafts, refused = _drafted([segment for segment in whole if not wrong[segment.line]])
        bad = [fault for one in read for fault in ([one] if isinstance(one, Fault) else wrong[one.line])]
        return Message(
            connector=self.name,
            media_type=MEDIA_TYPE,
            original=raw,
            records=drafts,
            leaves=sum(len(list(segment.leaves())) for segment in whole),
            taken=sum(len(segment.taken & set(segment.leaves())) for segment in whole),
            untaken=tuple(path for segment in whole for path in segment.untaken()),
            refusals=(*(_refusal(fault) for fault in bad), *refused),
        )


def _text(raw: bytes) -> str:
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError as wrong:
        message = f"Byte {wrong.start} is not ASCII, as the specification demands."
        raise Invalid(message, remedy="Send the submission as ASCII text.") from wrong


def _refusal(fault: Fault) -> Refusal:
    return Refusal(f"line {fault.line}", Invalid(fault.sentence(), remedy=fault.remedy, field=fault.element))


def _drafted(good: list[Segment]) -> tuple[tuple[Drafted, ...], list[Refusal]]:
    """Make the records of each report; what hangs on a segment that was refused is refused with it."""
    drafts, refused = Drafts("NIBRS flat file"), list[Refusal]()
    for together in groups(good):
        try:
            with drafts.whole():
                add_report(report(together), drafts)
        except Invalid as wrong:
            refused += [_refused(segment, wrong) for segment in together]
    return drafts.finished(), refused


def _refused(segment: Segment, wrong: Invalid) -> Refusal:
    segment.taken.clear()
    message = f"line {segment.line}, segment level {segment.layout.level}: {wrong.message}"
    return Refusal(f"line {segment.line}", Invalid(message, remedy=wrong.remedy, field=wrong.field))
