"""A small submission of our own: a burglary with a victim who knew one of two offenders, a drug find, an arrest."""

from comity.exchange.nibrs.layout import LAYOUTS

HEAD = {"action": "I", "month": "11", "year": "2026", "ori": "ZZ0010000"}


def segment(level: str, *, length: int = 0, **values: str) -> str:
    """One line of a submission: each value put into its columns; ``name__2`` is its third occurrence."""
    layout = LAYOUTS[level]
    size = length or max(layout.lengths)
    line = [" "] * size
    given = {
        **HEAD,
        "length": f"{size:04d}",
        "level": level,
        **({} if level == "7" else {"number": "26-000123"}),
        **values,
    }
    for name, value in given.items():
        stem, _, place = name.partition("__")
        column = next(c for c in layout.columns if c.name == stem)
        where = column.columns(int(place or 0))
        line[where] = value.ljust(where.stop - where.start)
    return "".join(line)


ADMINISTRATIVE = segment("1", incident_date="20261103", incident_hour="21", cleared_exceptionally="N", cargo_theft="N")
BURGLARY = segment(
    "2",
    offense="220",
    attempted="C",
    suspected_of_using="N",
    location="20",
    method_of_entry="F",
    bias="88",
)
ASSAULT = segment(
    "2",
    offense="13A",
    attempted="C",
    suspected_of_using="A",
    location="20",
    criminal_activity="N",
    force="12",
    force__1="13",
    force_automatic__1="A",
    bias="88",
)
DRUGS = segment(
    "2", offense="35A", attempted="C", suspected_of_using="D", location="20", criminal_activity="P", bias="88"
)
STOLEN = segment(
    "3", loss="7", description="03", value="000012000", description__1="20", value__1="000000450", stolen_vehicles="01"
)
FOUND = segment(
    "3",
    loss="6",
    description="10",
    drug="E",
    drug_quantity="000000001500",
    drug_measure="GM",
    drug__1="L",
    drug_quantity__1="000000002000",
    drug_measure__1="DU",
)
VICTIM = segment(
    "4",
    sequence="001",
    offense="13A",
    offense__1="220",
    type="I",
    age="34",
    sex="F",
    race="W",
    ethnicity="N",
    resident="R",
    circumstance="01",
    injury="M",
    offender="01",
    relationship="AQ",
    offender__1="02",
    relationship__1="ST",
)
SOCIETY = segment("4", sequence="002", offense="35A", type="S")
FIRST = segment("5", sequence="01", age="2530", sex="M", race="B", ethnicity="U")
SECOND = segment("5", sequence="02", age="00", sex="M", race="U", ethnicity="U")
ARREST = segment(
    "6",
    sequence="01",
    arrest_number="A-77",
    arrest_date="20261104",
    arrest_type="T",
    multiple="N",
    offense="13A",
    armed_with="12",
    armed_automatic="A",
    age="27",
    sex="M",
    race="B",
    ethnicity="N",
    resident="R",
)
INCIDENT = (ADMINISTRATIVE, BURGLARY, ASSAULT, DRUGS, STOLEN, FOUND, VICTIM, SOCIETY, FIRST, SECOND, ARREST)
GROUP_B = segment(
    "7",
    action="A",
    arrest_number="B-5",
    sequence="01",
    arrest_date="20261105",
    arrest_type="O",
    offense="90D",
    armed_with="01",
    age="41",
    sex="F",
    race="A",
)
NOTHING = segment("0", number="000000000000", zero_month="10", zero_year="2026")
VOID = segment(
    "1",
    length=87,
    action="D",
    incident_date="20261009",
    incident_hour="05",
    cleared_exceptionally="N",
    number="26-000099",
)


def submission(*lines: str) -> bytes:
    return "\r\n".join(lines).encode() + b"\r\n"


XML = """<?xml version="1.0" encoding="UTF-8"?>
<n:Submission xmlns:n="http://fbi.gov/cjis/nibrs/2019" xmlns:cjis="http://fbi.gov/cjis/2.0"
  xmlns:j="http://release.niem.gov/niem/domains/jxdm/5.2/" xmlns:nc="http://release.niem.gov/niem/niem-core/3.0/"
  xmlns:s="http://release.niem.gov/niem/structures/3.0/">
 <n:Report>
  <n:ReportHeader>
   <n:NIBRSReportCategoryCode>GROUP A INCIDENT REPORT</n:NIBRSReportCategoryCode>
   <n:ReportActionCategoryCode>I</n:ReportActionCategoryCode>
   <n:ReportDate><nc:YearMonthDate>2026-11</nc:YearMonthDate></n:ReportDate>
   <n:ReportingAgency><j:OrganizationAugmentation><j:OrganizationORIIdentification>
    <nc:IdentificationID>ZZ0010000</nc:IdentificationID>
   </j:OrganizationORIIdentification></j:OrganizationAugmentation></n:ReportingAgency>
  </n:ReportHeader>
  <nc:Incident>
   <nc:ActivityIdentification><nc:IdentificationID>26-000123</nc:IdentificationID></nc:ActivityIdentification>
   <nc:ActivityDate><nc:DateTime>2026-11-03T21:00:00</nc:DateTime></nc:ActivityDate>
   <cjis:IncidentAugmentation>
    <cjis:IncidentReportDateIndicator>false</cjis:IncidentReportDateIndicator>
    <j:OffenseCargoTheftIndicator>false</j:OffenseCargoTheftIndicator>
   </cjis:IncidentAugmentation>
   <j:IncidentAugmentation>
    <j:IncidentExceptionalClearanceCode>N</j:IncidentExceptionalClearanceCode>
   </j:IncidentAugmentation>
  </nc:Incident>
  {offenses}
  <nc:Location s:id="L1"><n:LocationCategoryCode>20</n:LocationCategoryCode></nc:Location>
  {item_car}{item_money}
  {marijuana}{amphetamine}
  <nc:Person s:id="PV1">
   <nc:PersonAgeMeasure><nc:MeasureIntegerValue>34</nc:MeasureIntegerValue></nc:PersonAgeMeasure>
   <j:PersonEthnicityCode>N</j:PersonEthnicityCode><j:PersonRaceNDExCode>W</j:PersonRaceNDExCode>
   <j:PersonResidentCode>R</j:PersonResidentCode><j:PersonSexCode>F</j:PersonSexCode>
  </nc:Person>
  <nc:Person s:id="PS1">
   <nc:PersonAgeMeasure><nc:MeasureIntegerRange>
    <nc:RangeMaximumIntegerValue>30</nc:RangeMaximumIntegerValue>
    <nc:RangeMinimumIntegerValue>25</nc:RangeMinimumIntegerValue>
   </nc:MeasureIntegerRange></nc:PersonAgeMeasure>
   <j:PersonEthnicityCode>U</j:PersonEthnicityCode><j:PersonRaceNDExCode>B</j:PersonRaceNDExCode>
   <j:PersonSexCode>M</j:PersonSexCode>
  </nc:Person>
  <nc:Person s:id="PS2">
   <nc:PersonAgeMeasure><nc:MeasureValueText>UNKNOWN</nc:MeasureValueText></nc:PersonAgeMeasure>
   <j:PersonEthnicityCode>U</j:PersonEthnicityCode><j:PersonRaceNDExCode>U</j:PersonRaceNDExCode>
   <j:PersonSexCode>M</j:PersonSexCode>
  </nc:Person>
  <nc:Person s:id="PA1">
   <nc:PersonAgeMeasure><nc:MeasureIntegerValue>27</nc:MeasureIntegerValue></nc:PersonAgeMeasure>
   <j:PersonEthnicityCode>N</j:PersonEthnicityCode><j:PersonRaceNDExCode>B</j:PersonRaceNDExCode>
   <j:PersonResidentCode>R</j:PersonResidentCode><j:PersonSexCode>M</j:PersonSexCode>
  </nc:Person>
  <j:Victim s:id="V1"><nc:RoleOfPerson s:ref="PV1"/>
   <j:VictimSequenceNumberText>1</j:VictimSequenceNumberText>
   <j:VictimInjury><j:InjuryCategoryCode>M</j:InjuryCategoryCode></j:VictimInjury>
   <j:VictimCategoryCode>I</j:VictimCategoryCode>
   <j:VictimAggravatedAssaultHomicideFactorCode>01</j:VictimAggravatedAssaultHomicideFactorCode>
  </j:Victim>
  <j:Victim s:id="V2">
   <j:VictimSequenceNumberText>2</j:VictimSequenceNumberText><j:VictimCategoryCode>S</j:VictimCategoryCode>
  </j:Victim>
  <j:Subject s:id="S1"><nc:RoleOfPerson s:ref="PS1"/>
   <j:SubjectSequenceNumberText>1</j:SubjectSequenceNumberText></j:Subject>
  <j:Subject s:id="S2"><nc:RoleOfPerson s:ref="PS2"/>
   <j:SubjectSequenceNumberText>2</j:SubjectSequenceNumberText></j:Subject>
  <j:Arrestee s:id="AE1"><nc:RoleOfPerson s:ref="PA1"/>
   <j:ArrestSequenceID>1</j:ArrestSequenceID><j:ArresteeArmedWithCode>12A</j:ArresteeArmedWithCode>
   <j:ArrestSubjectCountCode>N</j:ArrestSubjectCountCode>
  </j:Arrestee>
  <j:Arrest s:id="A1">
   <nc:ActivityIdentification><nc:IdentificationID>A-77</nc:IdentificationID></nc:ActivityIdentification>
   <nc:ActivityDate><nc:Date>2026-11-04</nc:Date></nc:ActivityDate>
   <j:ArrestCharge><n:ChargeUCRCode>13A</n:ChargeUCRCode></j:ArrestCharge>
   <j:ArrestCategoryCode>T</j:ArrestCategoryCode>
  </j:Arrest>
  <j:ArrestSubjectAssociation><nc:Activity s:ref="A1"/><j:Subject s:ref="AE1"/></j:ArrestSubjectAssociation>
  {places}
  <j:OffenseVictimAssociation><j:Offense s:ref="O2"/><j:Victim s:ref="V1"/></j:OffenseVictimAssociation>
  <j:OffenseVictimAssociation><j:Offense s:ref="O1"/><j:Victim s:ref="V1"/></j:OffenseVictimAssociation>
  <j:OffenseVictimAssociation><j:Offense s:ref="O3"/><j:Victim s:ref="V2"/></j:OffenseVictimAssociation>
  <j:SubjectVictimAssociation><j:Subject s:ref="S1"/><j:Victim s:ref="V1"/>
   <n:VictimToSubjectRelationshipCode>Acquaintance</n:VictimToSubjectRelationshipCode></j:SubjectVictimAssociation>
  <j:SubjectVictimAssociation><j:Subject s:ref="S2"/><j:Victim s:ref="V1"/>
   <n:VictimToSubjectRelationshipCode>Stranger</n:VictimToSubjectRelationshipCode></j:SubjectVictimAssociation>
 </n:Report>
</n:Submission>
"""


def _offense(place: str, code: str, more: str, using: str) -> str:
    return (
        f'<j:Offense s:id="{place}"><n:OffenseUCRCode>{code}</n:OffenseUCRCode>{more}'
        "<j:OffenseFactorBiasMotivationCode>NONE</j:OffenseFactorBiasMotivationCode>"
        f"<j:OffenseFactor><j:OffenseFactorCode>{using}</j:OffenseFactorCode></j:OffenseFactor>"
        "<j:OffenseAttemptedIndicator>false</j:OffenseAttemptedIndicator></j:Offense>"
    )


def _thing(name: str, status: str, category: str, more: str) -> str:
    return (
        f"<nc:{name}><nc:ItemStatus><cjis:ItemStatusCode>{status}</cjis:ItemStatusCode></nc:ItemStatus>{more}"
        f"<j:ItemCategoryNIBRSPropertyCategoryCode>{category}</j:ItemCategoryNIBRSPropertyCategoryCode></nc:{name}>"
    )


def _worth(amount: str) -> str:
    return f"<nc:ItemValue><nc:ItemValueAmount><nc:Amount>{amount}</nc:Amount></nc:ItemValueAmount></nc:ItemValue>"


def _drug(code: str, amount: str, unit: str) -> str:
    return (
        f"<j:DrugCategoryCode>{code}</j:DrugCategoryCode><nc:SubstanceQuantityMeasure>"
        f"<nc:MeasureDecimalValue>{amount}</nc:MeasureDecimalValue><j:SubstanceUnitCode>{unit}</j:SubstanceUnitCode>"
        "</nc:SubstanceQuantityMeasure>"
    )


def message() -> bytes:
    """The same incident as ``INCIDENT``, as an XML message."""
    entry = "<j:OffenseEntryPoint><j:PassagePointMethodCode>F</j:PassagePointMethodCode></j:OffenseEntryPoint>"
    activity = "<n:CriminalActivityCategoryCode>{}</n:CriminalActivityCategoryCode>"
    force = "<j:OffenseForce><j:ForceCategoryCode>{}</j:ForceCategoryCode></j:OffenseForce>"
    offenses = (
        _offense("O1", "220", entry, "N")
        + _offense("O2", "13A", activity.format("N") + force.format("12") + force.format("13A"), "A")
        + _offense("O3", "35A", activity.format("P"), "D")
    )
    place = (
        '<j:OffenseLocationAssociation><j:Offense s:ref="{}"/><nc:Location s:ref="L1"/></j:OffenseLocationAssociation>'
    )
    return XML.format(
        offenses=offenses,
        places="".join(place.format(name) for name in ("O1", "O2", "O3")),
        item_car=_thing("Item", "STOLEN", "03", _worth("12000") + "<nc:ItemQuantity>1</nc:ItemQuantity>"),
        item_money=_thing("Item", "STOLEN", "20", _worth("450")),
        marijuana=_thing("Substance", "SEIZED", "10", _drug("E", "1.5", "GM")),
        amphetamine=_thing("Substance", "SEIZED", "10", _drug("L", "2", "DU")),
    ).encode()
