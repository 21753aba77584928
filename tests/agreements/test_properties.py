"""What no sequence of steps brings about, and what the check of drafts against statutes promises, for random ones."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from comity.policy.agreement_story import Taken, Version, story_of
from comity.policy.clauses import EVERYTHING, RESTRICTED, Clause, Grantee, HandlingClass, Needs, Operation
from comity.policy.grounds import Cover, Sort
from comity.policy.lifecycle import State, standing
from comity.policy.masks import decide
from comity.policy.matrix import Matrix, Rule
from comity.policy.scopes import meant, opposes, swallows, widened
from comity.policy.sessions import PURPOSES, Profile
from comity.policy.statutes import read_statutes
from comity.records.governance.agreement_step import Step
from comity.records.pillars import Pillar
from tests.agreements.texts import NOW, TEXT, directory, version

THREE = TEXT.replace('"hart-court"]', '"hart-court", "hart-pd"]')
AGENCIES = ("hart-jail", "hart-court", "hart-pd", "hart-clinic")
FIRST, SECOND = version(THREE), version(THREE.replace("version = 1", "version = 2"), seq=5)
MANY = settings(max_examples=200)


@st.composite
def steps(draw: st.DrawFn, most: int = 25) -> list[Taken]:
    """Give steps on two versions by anybody, most of them on the right text, in the order of the log."""
    found: list[Taken] = []
    for seq in range(10, 10 + draw(st.integers(0, most))):
        on: Version = draw(st.sampled_from((FIRST, FIRST, SECOND)))
        step = draw(st.sampled_from((*Step, Step.SIGN, Step.SIGN, Step.SIGN, Step.ACTIVATE)))
        digest = draw(st.sampled_from((on.text_hash,) * 9 + ("0" * 64,)))
        found.append(
            Taken(
                key="jail-court",
                version=on.agreement.version,
                step=step,
                agency=draw(st.sampled_from(AGENCIES)),
                member="somebody",
                at=NOW,
                seq=seq,
                text_hash=digest,
                rules_hash=on.rules_hash,
                party=draw(st.sampled_from(AGENCIES)) if step is Step.JOIN else "",
            )
        )
    return found


def signed(found: list[Taken]) -> list[Taken]:
    """Give the steps after all have signed and activated the first version, so that more of them matter."""
    done = [
        Taken(
            key="jail-court", version=1, step=step, agency=agency, member="somebody", at=NOW, seq=6 + n,
            text_hash=FIRST.text_hash, rules_hash=FIRST.rules_hash,
        )
        for n, (step, agency) in enumerate([(Step.SIGN, a) for a in AGENCIES[:3]] + [(Step.ACTIVATE, AGENCIES[0])])
    ]  # fmt: skip
    return [*done, *found]


@MANY
@given(st.one_of(steps(), steps(6).map(signed)))
def test_nothing_is_active_that_a_party_has_not_signed_or_has_suspended_or_left(taken: list[Taken]) -> None:
    now = standing([FIRST, SECOND], taken, NOW)
    if now.state is not State.ACTIVE:
        return
    right = [s for s in taken if s.text_hash == (FIRST if s.version == 1 else SECOND).text_hash]
    assert len(now.parties) >= 2
    for party in now.parties:
        mine = [s for s in right if s.agency == party]
        left = max((s.seq for s in mine if s.step is Step.LEAVE), default=-1)
        on = now.version.agreement.version
        agreed = [s for s in mine if s.step is Step.SIGN or (s.step is Step.JOIN and s.party == party)]
        assert any(s.version == on and s.seq > left for s in agreed), "no signature of its own after it last left"
        objections = [s.step for s in mine if s.step in (Step.SUSPEND, Step.RESUME) and s.seq > left]
        assert party not in story_of([FIRST, SECOND], taken).suspended
        assert len(objections) < 1 or objections[-1] is Step.RESUME or party not in FIRST.agreement.parties
    assert any(s.step is Step.ACTIVATE and s.version == now.version.agreement.version for s in right)


@MANY
@given(steps(), st.integers(0, 30), st.sampled_from([step for step in Step if step is not Step.JOIN]))
def test_what_an_outsider_or_another_text_adds_changes_nothing(found: list[Taken], place: int, step: Step) -> None:
    taken = signed(found)
    before = standing([FIRST, SECOND], taken, NOW)
    outsider = structs.replace(taken[0], step=step, agency="hart-fusion", seq=100)
    forged = structs.replace(taken[place % len(taken)], text_hash="f" * 64, seq=101)
    assert standing([FIRST, SECOND], [*taken, outsider, forged], NOW) == before


@MANY
@given(steps())
def test_the_order_in_which_records_are_read_does_not_matter(found: list[Taken]) -> None:
    taken = signed(found)
    assert standing([SECOND, FIRST], taken[::-1], NOW) == standing([FIRST, SECOND], taken, NOW)


@MANY
@given(steps())
def test_a_suspension_stops_it_whatever_comes_from_others_after(found: list[Taken]) -> None:
    stopped = structs.replace(signed([])[0], step=Step.SUSPEND, agency="hart-court", seq=9)
    after = [s for s in found if s.agency != "hart-court"]
    assert standing([FIRST, SECOND], [*signed([]), stopped, *after], NOW).state is not State.ACTIVE


LABELS = ("identity", "event", "substance_use", "medical")
FORMS = ("part2", "part2-proceedings", "part2-criminal-justice-referral", "vawa", "hipaa")
STATUTES = read_statutes("us")


def permits() -> st.SearchStrategy[Clause]:
    """Give permissions of all sorts."""
    names = st.lists(st.sampled_from(LABELS), min_size=1, max_size=3, unique=True).map(tuple)
    return st.builds(
        Clause,
        id=st.just("1"),
        prose=st.just("As drafted."),
        permit=st.just((Operation.SEE,)),
        to=st.builds(
            Grantee,
            pillar=st.sampled_from((None, Pillar.POLICE, Pillar.COURT, Pillar.JAIL, Pillar.HEALTH, Pillar.FUSION)),
            role=st.sampled_from((None, "health", "officer")),
        ),
        owner=st.sampled_from(("self", "*", "hart-clinic", "hart-pd")),
        kinds=st.sampled_from((("*",), ("arrest",), ("behavioral-health-evaluation",))),
        categories=st.one_of(st.just(("*",)), names),
        purposes=st.lists(st.sampled_from(tuple(PURPOSES)), min_size=1, max_size=2, unique=True).map(tuple),
        markings=st.lists(st.sampled_from(sorted(RESTRICTED)), max_size=1).map(tuple),
        needs=st.builds(
            Needs,
            consent=st.sampled_from((None, *FORMS)),
            order=st.booleans(),
            certificate=st.sampled_from((None, "28-cfr-23")),
            emergency=st.booleans(),
        ),
    )


def struck_by(permission: Clause, statute: Rule) -> list[tuple[str, str]]:
    """Find to whom and for what a statute takes of what a permission names, with all there that it asks for."""
    matrix = Matrix(directory(), (statute, Rule(permission, "1")))
    needs, found = permission.needs, []
    covers = [Cover(Sort.CONSENT, needs.consent, EVERYTHING, "c")] if needs.consent else []
    covers += [Cover(Sort.ORDER, "", EVERYTHING, "o")] if needs.order else []
    roles = (permission.to.role,) if permission.to.role else ("clerk",)
    kinds = permission.kinds if "*" not in permission.kinds else ("arrest", "behavioral-health-evaluation")
    agencies = meant(permission.to, matrix.directory.agency, matrix.directory)
    for agency, purpose, kind in product(sorted(agencies), permission.purposes, kinds):
        profile = Profile(
            agency,
            roles,
            purpose,
            certificates=(needs.certificate,) if needs.certificate else (),
            emergency=needs.emergency,
        )
        for owner in matrix.directory.agency if permission.owner == "*" else (permission.owner,):
            own = agency if owner == "self" else owner
            handling = HandlingClass(kind, own, permission.markings)
            if decide(matrix, profile, handling, Operation.SEE, covers=tuple(covers)).against:
                found.append((agency, purpose))
    return found


def named_by(permission: Clause, statute: Clause) -> bool:
    """Tell whether a permission names what a statute speaks of."""
    if statute.markings:
        return bool(set(permission.markings) & set(statute.markings))
    return bool(set(permission.categories) & set(statute.categories))


@settings(max_examples=600)
@given(permits())
def test_a_draft_is_refused_just_when_a_statute_would_strike_what_it_names(permission: Clause) -> None:
    """Refused too early, partners could not agree on what is lawful; too late, they would sign what never holds."""
    parties = directory().agency
    for statute in STATUTES:
        if statute.clause.prohibit and named_by(permission, statute.clause):
            struck = struck_by(permission, statute)
            refused = widened(permission, statute.clause, parties, directory())
            if refused is None:
                assert struck == []
            elif permission.owner in ("self", "*"):
                assert refused in struck


@settings(max_examples=600)
@given(permits(), permits(), st.sets(st.sampled_from(("to", "owner", "kinds", "categories", "purposes", "markings"))))
def test_a_permission_that_is_called_swallowed_gives_nothing(
    permission: Clause, other: Clause, taken: set[str]
) -> None:
    unlike = {name: getattr(other, name) for name in taken}
    prohibition = structs.replace(permission, permit=(), prohibit=(Operation.SEE,), needs=Needs(), **unlike)
    world = directory()
    if not swallows(prohibition, permission, world.agency, world) and not opposes(prohibition, permission):
        return
    assert struck_by(permission, Rule(prohibition, "2")) or not meant(permission.to, world.agency, world)
    matrix = Matrix(world, (Rule(prohibition, "2"), Rule(permission, "1")))
    roles = (permission.to.role,) if permission.to.role else ("clerk",)
    for agency, purpose in product(meant(permission.to, world.agency, world), permission.purposes):
        profile = Profile(agency, roles, purpose)
        handling = HandlingClass("arrest", agency if permission.owner == "self" else "hart-pd", permission.markings)
        assert not decide(matrix, profile, handling, Operation.SEE).mask
