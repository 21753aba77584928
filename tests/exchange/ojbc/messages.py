"""Small messages of our own invention, in the shapes of the consortium's exchanges."""

OJBC = "http://ojbc.org/IEPD/Exchange"

CUSTODY = f"""<c:CustodyQueryResults xmlns:c="{OJBC}/CustodyQueryResults/1.0" xmlns:s="urn:structures">
 <c:DocumentIdentification><c:IdentificationID>D-1</c:IdentificationID></c:DocumentIdentification>
 <c:Custody>
  <c:Booking s:id="B1"><c:ActivityDate><c:DateTime>2026-03-01T09:30:00</c:DateTime></c:ActivityDate>
   <c:BookingAgencyRecordIdentification><c:IdentificationID>BK-77</c:IdentificationID></c:BookingAgencyRecordIdentification>
   <c:BookingSubject><c:RoleOfPerson s:ref="P1"/>
    <c:SubjectIdentification><c:IdentificationID>S-5</c:IdentificationID></c:SubjectIdentification></c:BookingSubject>
   <c:Arrest s:ref="A1"/></c:Booking>
  <c:Charge s:id="C1"><c:ChargeDescriptionText>Theft</c:ChargeDescriptionText>
   <c:ChargeSequenceID>1</c:ChargeSequenceID><c:ChargeHighestIndicator>true</c:ChargeHighestIndicator>
   <c:ChargeStatute><c:StatuteCodeIdentification><c:IdentificationID>459</c:IdentificationID>
   </c:StatuteCodeIdentification></c:ChargeStatute></c:Charge>
  <c:Arrest s:id="A1"><c:ArrestAgency><c:OrganizationName>Hart City Police</c:OrganizationName></c:ArrestAgency>
   <c:ArrestCharge s:ref="C1"/><c:ArrestSubject><c:RoleOfPerson s:ref="P1"/></c:ArrestSubject></c:Arrest>
  <c:Person s:id="P1"><c:PersonBirthDate><c:Date>1990-02-03</c:Date></c:PersonBirthDate>
   <c:PersonName><c:PersonGivenName>Ada</c:PersonGivenName><c:PersonSurName>Reyes</c:PersonSurName></c:PersonName>
   <c:PersonSSNIdentification><c:IdentificationID>000-00-0001</c:IdentificationID></c:PersonSSNIdentification>
   <c:ShoeSize>39</c:ShoeSize></c:Person>
  <c:Identity s:id="I1"><c:IdentityPersonRepresentation><c:PersonName>
   <c:PersonSurName>Rayes</c:PersonSurName></c:PersonName></c:IdentityPersonRepresentation></c:Identity>
  <c:PersonAliasIdentityAssociation><c:Person s:ref="P1"/><c:Identity s:ref="I1"/></c:PersonAliasIdentityAssociation>
  <c:Location s:id="L1"><c:Address>
   <c:LocationStreet><c:StreetFullText>1 Elm Street</c:StreetFullText></c:LocationStreet>
   <c:LocationCityName>Hart City</c:LocationCityName></c:Address></c:Location>
  <c:PersonResidenceAssociation><c:Person s:ref="P1"/><c:Location s:ref="L1"/></c:PersonResidenceAssociation>
 </c:Custody>
 <c:SourceSystemNameText>Hart County Jail</c:SourceSystemNameText>
</c:CustodyQueryResults>""".encode()

ARREST = f"""<r:ArrestReport xmlns:r="{OJBC}/ArrestReport/1.0" xmlns:x="urn:lexs" xmlns:s="urn:structures">
 <x:doPublish><x:PublishMessageContainer><x:PublishMessage><x:DataItemPackage>
  <x:PackageMetadata><x:DataItemID>HC-1</x:DataItemID></x:PackageMetadata>
  <x:Digest>
   <x:EntityActivity><x:Metadata s:id="M1"><x:SourceIDText>src-9</x:SourceIDText></x:Metadata>
    <x:Activity s:id="A1" s:metadata="M1"><x:ActivityCategoryText>Arrest</x:ActivityCategoryText>
    <x:ActivityDate><x:Date>2026-03-01</x:Date></x:ActivityDate></x:Activity></x:EntityActivity>
   <x:EntityPerson>
    <x:Person s:id="P1"><x:PersonName><x:PersonFullName>Ada Reyes</x:PersonFullName></x:PersonName></x:Person>
    <x:ArrestSubject s:id="S1"><x:RoleOfPersonReference s:ref="P1"/></x:ArrestSubject></x:EntityPerson>
   <x:EntityTelephoneNumber><x:TelephoneNumber s:id="T1"><x:NANPTelephoneNumber>
    <x:TelephoneAreaCodeID>555</x:TelephoneAreaCodeID><x:TelephoneExchangeID>010</x:TelephoneExchangeID>
    <x:TelephoneLineID>4477</x:TelephoneLineID></x:NANPTelephoneNumber></x:TelephoneNumber></x:EntityTelephoneNumber>
   <x:Associations>
    <x:ArrestSubjectAssociation>
     <x:ActivityReference s:ref="A1"/><x:PersonReference s:ref="S1"/></x:ArrestSubjectAssociation>
    <x:EntityTelephoneNumberAssociation><x:PersonReference s:ref="P1"/><x:TelephoneNumberReference s:ref="T1"/>
     <x:TelephoneNumberHomeIndicator>true</x:TelephoneNumberHomeIndicator></x:EntityTelephoneNumberAssociation>
   </x:Associations></x:Digest>
  <x:StructuredPayload><x:ArrestReport>
   <x:Person><x:PersonBuildText>MED</x:PersonBuildText>
    <x:PersonAugmentation><x:SameAsDigestReference x:ref="P1"/></x:PersonAugmentation></x:Person>
   <x:Arrest><x:ArrestResistedIndicator>false</x:ArrestResistedIndicator>
    <x:ArrestCharge><x:ChargeText>Robbery</x:ChargeText></x:ArrestCharge>
    <x:SameAsDigestReference x:ref="A1"/></x:Arrest></x:ArrestReport></x:StructuredPayload>
 </x:DataItemPackage></x:PublishMessage></x:PublishMessageContainer></x:doPublish></r:ArrestReport>""".encode()

RETURNED = f"""<m:SubscriptionFaultResponseMessage xmlns:m="{OJBC}/Subscription_Fault_Response/1.0">
 <m:AccessDenial><m:AccessDenialIndicator>true</m:AccessDenialIndicator>
  <m:AccessDenialReasonText>no privilege</m:AccessDenialReasonText></m:AccessDenial>
</m:SubscriptionFaultResponseMessage>""".encode()
