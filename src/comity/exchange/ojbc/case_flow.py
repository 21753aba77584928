"""The shapes that nearly every exchange has: persons, organizations, places, vehicles, and what happened."""

from comity.exchange.ojbc.charges import DISPOSITION, SENTENCE
from comity.exchange.ojbc.courts import BAIL, COURT_CASE, DOCUMENT, HEARING, WARRANT
from comity.exchange.ojbc.events import (
    ARREST,
    BOOKING,
    CALL,
    CUSTODY,
    INCIDENT,
    OFFENSE,
    RELEASE,
    SUPERVISION,
)
from comity.exchange.ojbc.people import PERSON
from comity.exchange.ojbc.places import LOCATION, ORGANIZATION
from comity.exchange.ojbc.roles import INVOLVEMENT
from comity.exchange.ojbc.things import ITEM, VEHICLE, WEAPON
from comity.exchange.ojbc.tickets import CITATION

WHO = (PERSON, ORGANIZATION, LOCATION)
THINGS = (VEHICLE, WEAPON, ITEM)
HAPPENED = (INCIDENT, CALL, OFFENSE, ARREST, BOOKING, CUSTODY, RELEASE, SUPERVISION, INVOLVEMENT, CITATION)
DECIDED = (COURT_CASE, DOCUMENT, HEARING, DISPOSITION, SENTENCE, BAIL, WARRANT)
CASE_FLOW = (*WHO, *THINGS, *HAPPENED, *DECIDED)
