"""What an agency reported to a national crime statistics program."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Number, ReferenceText, ShortText
from comity.records.justice.arrest import Arrest
from comity.records.justice.incident import Incident
from comity.records.meaning import Niem
from comity.records.moments import When
from comity.records.parties.organization import Organization
from comity.records.pillars import Pillar
from comity.records.references import Ref

Reported = Annotated[ShortText, Category.STATISTIC]


class CrimeReport(Record):
    """A report for a month: an incident, an arrest, that nothing happened, or that an earlier report is void.

    FBI NIBRS Technical Specification 2019.1, section 2.1; ``action`` is I, A, R or D, ``month`` as YYYY-MM.
    """

    niem = "nibrs:Report"
    entered_by = (Pillar.POLICE,)

    program: Reported
    sort: Annotated[Reported, Niem("nibrs:NIBRSReportCategoryCode")]
    action: Annotated[Reported, Niem("nibrs:ReportActionCategoryCode")]
    month: Annotated[When | None, Niem("nibrs:ReportDate"), Category.STATISTIC] = None
    organization: Annotated[Ref[Organization] | None, Niem("nibrs:ReportingAgency")] = None
    city_indicator: Reported | None = None
    incident: Ref[Incident] | None = None
    arrest: Ref[Arrest] | None = None
    void_number: Number | None = None
    void_sequence: Reported | None = None
    void_on: When | None = None
    message_number: Annotated[Number | None, Niem("cjis:MessageIdentification")] = None
    message_sent: Annotated[When | None, Niem("cjis:MessageDateTime")] = None
    message_version: Annotated[ReferenceText | None, Niem("cjis:MessageImplementationVersion")] = None
    submitter: Annotated[Ref[Organization] | None, Niem("cjis:MessageSubmittingOrganization")] = None
