"""What the law forbids stays forbidden, whatever partners agree on; what it leaves open, a clause may open."""

from dataclasses import dataclass

import pytest

from comity.errors import Invalid
from comity.policy.agreement_checks import CONSENTS
from comity.policy.clauses import EVERYTHING, RESTRICTED, Clause, HandlingClass, Operation
from comity.policy.drafting import read_agreement
from comity.policy.grounds import Cover, Sort
from comity.policy.masks import decide
from comity.policy.matrix import Matrix, Rule
from comity.policy.sessions import PURPOSES, Profile
from comity.policy.statutes import read_statutes
from comity.records.categories import Category, category_named
from comity.records.registry import kinds
from tests.agreements.texts import HEAD, SHOWS, directory, problems

# What a partner could at most agree on: everything, to everybody, for everything.
ALL = Rule(
    Clause(
        id="all",
        prose="Everything.",
        permit=tuple(Operation),
        kinds=("*",),
        categories=("*",),
        purposes=("*",),
        markings=tuple(RESTRICTED),
    ),
    "all",
)
POLICE, COURT, JAIL, CLINIC, FUSION = "hart-pd", "hart-court", "hart-jail", "hart-clinic", "hart-fusion"
# Nobody is a probation officer or a prosecutor in the small world.


@dataclass(frozen=True)
class Asked:
    """Who asks for what, and what is at hand for it."""

    agency: str
    purpose: str
    marking: str = ""
    owner: str = CLINIC
    kind: str = "behavioral-health-evaluation"
    role: str = "officer"
    certificate: str = ""
    emergency: bool = False
    consent: str = ""
    order: bool = False
    profile: str = "us"

    def mask(self, operation: Operation = Operation.SEE) -> int:
        """Give what is visible where partners have agreed on everything."""
        matrix = Matrix(directory(), (*read_statutes(self.profile), ALL))
        profile = Profile(
            self.agency,
            (self.role,),
            self.purpose,
            certificates=(self.certificate,) if self.certificate else (),
            emergency=self.emergency,
        )
        covers = [Cover(Sort.CONSENT, self.consent, EVERYTHING, "consent")] if self.consent else []
        covers += [Cover(Sort.ORDER, "", EVERYTHING, "order")] if self.order else []
        handling = HandlingClass(self.kind, self.owner, (self.marking,) if self.marking else ())
        return decide(matrix, profile, handling, operation, covers=tuple(covers)).mask


SEEN = {
    "18 USC 5038(a)(1): another court": Asked(COURT, "adjudication", "juvenile"),
    "18 USC 5038(a)(3): police who investigate": Asked(POLICE, "investigation", "juvenile"),
    "18 USC 5038(a)(3): police who hire": Asked(POLICE, "police-hiring", "juvenile"),
    "18 USC 5038(a)(4): those who treat": Asked(JAIL, "care", "juvenile"),
    "18 USC 5038(a)(5): national security": Asked(FUSION, "national-security", "juvenile"),
    "the owner's own juvenile records": Asked(CLINIC, "care", "juvenile"),
    "28 CFR 23.20(f)(1): certified police": Asked(POLICE, "investigation", "intel23", FUSION, certificate="28-cfr-23"),
    "28 CFR 23.20(f)(2): imminent danger": Asked(CLINIC, "care", "intel23", FUSION, emergency=True),
    "42 CFR 2.12(c)(3): the program's own staff": Asked(CLINIC, "care", "part2", role="health"),
    "42 CFR 2.33: consent": Asked(JAIL, "care", "part2", consent="part2"),
    "42 CFR 2.35: referral": Asked(JAIL, "custody", "part2", consent="part2-criminal-justice-referral"),
    "42 CFR 2.51: emergency": Asked(JAIL, "care", "part2", role="health", emergency=True),
    "42 CFR 2.31(d): consent to proceedings": Asked(POLICE, "investigation", "part2", consent="part2-proceedings"),
    "42 CFR 2.65: order": Asked(POLICE, "investigation", "part2", order=True),
    "34 USC 12291(b)(2): the provider's own": Asked(CLINIC, "victim-services", "vsp"),
    "34 USC 12291(b)(2)(B): release": Asked(POLICE, "investigation", "vsp", consent="vawa"),
    "34 USC 12291(b)(2)(C): a court compels": Asked(POLICE, "investigation", "vsp", order=True),
    "the court's own sealed case": Asked(COURT, "adjudication", "sealed", COURT),
    "an order that names who may see a sealed record": Asked(POLICE, "investigation", "sealed", order=True),
    "JJ Act s.74(1) proviso: police who inquire": Asked(POLICE, "investigation", "juvenile", profile="in"),
    "DPDP s.6(1): consent": Asked(JAIL, "care", "", consent="dpdp", profile="in"),
    "DPDP s.17(1)(c): investigation": Asked(POLICE, "investigation", "", profile="in"),
}
HIDDEN = {
    "18 USC 5038(a): employers": Asked(CLINIC, "inquiry", "juvenile"),
    "18 USC 5038(a): police on patrol": Asked(POLICE, "patrol", "juvenile"),
    "18 USC 5038(a): other purposes": Asked(FUSION, "investigation", "juvenile"),
    "28 CFR 23.20(f)(1): police without the certificate": Asked(POLICE, "investigation", "intel23", FUSION),
    "28 CFR 23.20(e): no need to know": Asked(POLICE, "police-hiring", "intel23", FUSION, certificate="28-cfr-23"),
    "28 CFR 23.20(f)(1): no law enforcement": Asked(JAIL, "custody", "intel23", FUSION, certificate="28-cfr-23"),
    "42 CFR 2.13(a): the program's other staff": Asked(CLINIC, "care", "part2"),
    "42 CFR 2.13(a): another's health staff": Asked(JAIL, "care", "part2", role="health"),
    "42 CFR 2.12(d)(1): consent to treatment only": Asked(POLICE, "investigation", "part2", consent="part2"),
    "42 CFR 2.12(d)(1): referral": Asked(COURT, "adjudication", "part2", consent="part2-criminal-justice-referral"),
    "42 CFR 2.31: another form": Asked(JAIL, "care", "part2", consent="hipaa"),
    "34 USC 12291(b)(2): partners": Asked(POLICE, "investigation", "vsp"),
    "34 USC 12291(b)(2): another release": Asked(POLICE, "investigation", "vsp", consent="part2"),
    "sealed: the agency whose it is": Asked(POLICE, "investigation", "sealed", POLICE),
    "sealed: another court": Asked(COURT, "adjudication", "sealed", POLICE),
    "JJ Act s.24: what was removed": Asked(POLICE, "investigation", "sealed", profile="in"),
    "JJ Act s.74(2): employers": Asked(POLICE, "inquiry", "juvenile", POLICE, profile="in"),
}


@pytest.mark.parametrize("name", SEEN)
def test_a_clause_may_open_what_the_law_leaves_open(name: str) -> None:
    assert SEEN[name].mask()


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("operation", ["see", "count", "subscribe", "copy", "pass-on", "deconflict"])
def test_no_clause_opens_what_the_law_forbids(name: str, operation: str) -> None:
    assert HIDDEN[name].mask(Operation(operation)) == 0


def test_substance_use_is_protected_in_a_health_record_that_is_not_marked() -> None:
    assert not Asked(JAIL, "care").mask() & Category.SUBSTANCE_USE
    assert Asked(JAIL, "care").mask() & Category.MEDICAL
    assert Asked(CLINIC, "care", role="health").mask() & Category.SUBSTANCE_USE
    assert not Asked(POLICE, "investigation").mask() & Category.SUBSTANCE_USE
    assert Asked(POLICE, "investigation", kind="arrest", owner=POLICE).mask() & Category.SUBSTANCE_USE


def test_personal_data_in_india_is_withheld_without_consent_and_the_rest_is_not() -> None:
    mask = Asked(JAIL, "care", profile="in").mask()
    assert not mask & Category.IDENTITY
    assert mask & Category.EVENT


@pytest.mark.parametrize("profile", ["us", "in"])
def test_every_statute_names_what_there_is_and_never_permits(profile: str) -> None:
    rules = read_statutes(profile)
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        clause = rule.clause
        assert not clause.permit
        assert bool(clause.prohibit) != (clause.oblige is not None)
        assert clause.authority.rstrip(")").endswith(("(V", "(K", "else K")), "a source, and whether it was read there"
        assert set(clause.kinds) <= {"*", *kinds()}
        assert set(clause.markings) <= RESTRICTED
        assert all(category_named(label) for label in clause.categories)
        assert {each.needs.consent for each in clause.unless} <= {None, *CONSENTS}
        for purposes in (clause.purposes, *(each.purposes for each in clause.unless)):
            assert set(purposes) <= {"*", *PURPOSES}


def test_a_profile_without_statutes_has_none() -> None:
    assert read_statutes("nowhere") == ()


def marked(marking: str, **changes: str) -> str:
    text = HEAD + SHOWS + f'markings = ["{marking}"]\n'
    for old, new in changes.items():
        text = text.replace(
            {"to": 'pillar = "court"', "purposes": '"adjudication"', "owner": 'owner = "hart-jail"'}[old], new
        )
    return text.replace('["hart-jail", "hart-court"]', '["hart-jail", "hart-court", "hart-pd", "hart-fusion"]')


WIDER = {
    "part2": (marked("part2"), "42 CFR 2.12(d)(1)"),
    "vsp": (marked("vsp"), "34 USC 12291(b)(2)"),
    "sealed": (marked("sealed"), "State sealing law"),
    "intel23": (marked("intel23"), "28 CFR 23.20(e)"),
    "juvenile, to whom it is not for": (marked("juvenile", to='pillar = "fusion"'), "18 USC 5038(a)"),
    "juvenile, for employers": (marked("juvenile", purposes='"inquiry"'), "18 USC 5038(a), last sentence"),
    "juvenile, for everything": (marked("juvenile", purposes='"*"'), "18 USC 5038(a)"),
    "substance use": (HEAD + SHOWS.replace('"identity"]', '"substance_use"]'), "42 CFR 2.12(a)"),
}


@pytest.mark.parametrize("name", WIDER)
def test_a_draft_that_would_widen_a_statute_is_refused_by_its_section(name: str) -> None:
    text, section = WIDER[name]
    said = problems(text)
    assert any(section in each for each in said), said
    assert all("no agreement widens a statute" in each for each in said)
    with pytest.raises(Invalid):
        read_agreement(text, directory(), frozenset(kinds()))


LAWFUL = {
    "juvenile, to a court": marked("juvenile"),
    "intel23, by certificate": marked("intel23", to='pillar = "police"', purposes='"investigation"')
    + 'needs = { certificate = "28-cfr-23" }\n',
    "part2, by consent": marked("part2", purposes='"care"', to='pillar = "jail"') + 'needs = { consent = "part2" }\n',
    "part2, by order": marked("part2") + "needs = { order = true }\n",
    "vsp, by release": marked("vsp") + 'needs = { consent = "vawa" }\n',
    "vsp, the provider's own": marked("vsp", owner='owner = "self"'),
    "all categories that the law leaves": HEAD + SHOWS.replace('["reference", "event", "status", "identity"]', '["*"]'),
}


@pytest.mark.parametrize("name", LAWFUL)
def test_a_draft_that_keeps_to_what_the_statute_asks_for_is_taken(name: str) -> None:
    assert problems(LAWFUL[name]) == []


def test_the_remedy_says_what_the_statute_allows() -> None:
    (said,) = [each for each in problems(marked("vsp")) if "12291" in each]
    assert 'owner = "self"; or needs.consent = "vawa"; or needs.order' in said
