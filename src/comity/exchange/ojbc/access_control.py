"""Access control request: somebody asks to reach a resource."""

from comity.exchange.ojbc.exchange import Exchange
from comity.exchange.ojbc.people import PERSON
from comity.exchange.ojbc.places import ORGANIZATION
from comity.exchange.ojbc.shapes import Shape
from comity.records.governance.access_request import AccessRequest
from comity.records.parties.person import Person

ACCESS_CONTROL = Exchange(
    "access-control-request",
    ("{http://ojbc.org/IEPD/Exchange/AccessControlRequest/1.0}IdentityBasedAccessControlRequest",),
    (
        Shape(Person, ("IdentityPersonRepresentation",), PERSON.fields),
        ORGANIZATION,
        Shape(
            AccessRequest,
            ("IdentityBasedAccessControlRequest",),
            {
                "person": "PersonIdentity/IdentityPersonRepresentation",
                "identity_number": "PersonIdentity/IdentityIdentification/IdentificationID",
                "federated": "PersonIdentity/FederatedQueryUserIndicator",
                "employments": "PersonIdentity/PersonEmploymentAssociation",
                "resource": "RequestedResourceURI",
            },
        ),
    ),
)
