"""Two hundred canaries are planted and expunged: afterwards no file holds one of them, in any writing, nor a token."""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest

from comity.acts.disclose import disclose
from comity.acts.read import read
from comity.acts.search import search
from comity.api.sheets import as_line
from comity.errors import Absent
from comity.following.running import run_app
from comity.records.categories import Category
from comity.records.reach import words_of
from comity.settings import Settings
from comity.store.clearing import clear_remains
from comity.store.entries import Stored
from comity.store.keyring import SLOT_BYTES, derived
from comity.store.log.tree import commitment
from comity.store.node import Node
from comity.store.sealing import blind_of, bytes_of, record_of
from comity.store.showing import whole_log
from comity.store.tokens import token
from comity.verify import verify
from tests.entering import arrest_fields, enter
from tests.relief.scenes import WORLD, relieve, session_for
from tests.secrecy.canaries import PREFIX, Flock, forms, wide_forms
from tests.secrecy.searching import SHORTEST, found_in, found_plainly
from tests.secrecy.telling import Told, dump, write_at_length
from tests.secrecy.test_no_plaintext import sizes
from tests.store.drafting import fsck, silent

pytestmark = pytest.mark.anyio

CASES = 50
CANARIES = 200


@dataclass
class Planted:
    """What was planted, and what whoever attacks the leaves may know of it: stored bytes, blinds and commitments."""

    home: Path
    kept: Path
    flock: Flock = field(default_factory=Flock)
    ids: list[UUID] = field(default_factory=list)
    tokens: set[int] = field(default_factory=set)
    leaves: list[tuple[Stored, bytes, bytes]] = field(default_factory=list)
    secrets: bytes = b""
    found_before: set[str] = field(default_factory=set)

    @property
    def canaries(self) -> list[str]:
        return [word for words in self.flock.made.values() for word in words]

    def word(self, category: Category) -> str:
        return self.flock.canary(category) or ""

    def written_tokens(self) -> Iterator[bytes]:
        for each in self.tokens:
            yield each.to_bytes(8, "big", signed=True)
            yield each.to_bytes(8, "little", signed=True)


async def plant(planted: Planted, node: Node) -> None:
    """Enter persons, incidents and arrests with a canary in each protected text, and let them be found and read."""
    lee = session_for(node, "lee")
    for _ in range(CASES):
        name = {"given_name": planted.word(Category.IDENTITY), "surname": planted.word(Category.IDENTITY)}
        person = (await enter(node, lee, "person", names=[name])).entry.id
        incident = (
            await enter(
                node,
                lee,
                "incident",
                registered_at="2026-01-02T10:00:00Z",
                investigating_officer="lee",
                offenses=["220"],
                narrative=planted.word(Category.NARRATIVE),
            )
        ).entry.id
        fields = arrest_fields(incident, person, narrative=planted.word(Category.NARRATIVE))
        arrest = (await enter(node, lee, "arrest", **fields)).entry.id
        planted.ids += [person, incident, arrest]
        assert {view.id for view in (await search(node, lee, name["surname"])).views} >= {person, arrest}
        await read(node, session_for(node, "clark"), arrest)
    for stored in (await node.holding.held(planted.ids)).values():
        words = words_of(record_of(node.keyring, stored))
        planted.tokens |= {token(node.keyring.token_key, w) for w in words if w.startswith("identity/")}
        planted.leaves.append((stored, blind_of(node.keyring, stored), bytes_of(stored)))
    await node.pool.execute("analyze")
    await node.pool.execute("checkpoint")


async def written_out(planted: Planted, node: Node) -> None:
    """Write down whatever can still be written down: an export, the whole log, and a fresh backup in three forms."""
    told = disclose(node, session_for(node, "lee"), frozenset({"person", "arrest"}))
    (planted.kept / "export").write_bytes(b"".join([as_line(view) async for views in told for view in views]))
    (planted.kept / "log.json").write_bytes(await whole_log(node))
    dump(Told(planted.kept), node.dsn)


@pytest.fixture(scope="module")
async def planted() -> AsyncIterator[Planted]:
    """A node on which canaries were planted and expunged, then stopped; its database from before stands by."""
    folder = Path(tempfile.mkdtemp(prefix="cmt-"))
    folder.chmod(0o711)
    planted = Planted(folder / "home", folder / "kept")
    planted.kept.mkdir(mode=0o711)
    async with run_app(Settings(planted.home)) as app:
        await app.node.directories.activate(WORLD)
        await app.node.rulebook.refresh()
        await write_at_length(app)
        await plant(planted, app.node)
        await app.node.log.publish()
    planted.secrets = (planted.home / "keyring" / "slots").read_bytes()
    planted.found_before = {name.partition("/")[0] for name, _ in found_plainly(planted.home, _few(planted))}
    copy(planted.home / "postgres", folder / "before")
    async with run_app(Settings(planted.home)) as app:
        start = time.monotonic()
        await relieve(app.node, "expunge", scope="records", records=planted.ids)
        carried_out = time.monotonic()
        segments = await clear_remains(app.node.dsn, silent)
        print(
            f"{3 * CASES} records expunged in {carried_out - start:.1f} s; their remains cleared in"
            f" {time.monotonic() - carried_out:.1f} s, {segments} segments of the write-ahead log written over"
        )
        await app.node.log.publish()
        await written_out(planted, app.node)
        assert (await fsck(app.node)).findings == []
    yield planted
    shutil.rmtree(folder, ignore_errors=True)


def copy(folder: Path, to: Path) -> None:
    """Copy a folder with the owners of its files, which PostgreSQL insists on."""
    subprocess.run(["cp", "-a", str(folder), str(to)], check=True)


def _few(planted: Planted) -> list[bytes]:
    return list(planted.written_tokens())[:20]


async def test_before_they_are_expunged_tokens_are_found_so_that_the_search_is_known_to_see(planted: Planted) -> None:
    assert len(planted.canaries) == CANARIES
    assert len(planted.tokens) == 2 * CASES
    assert "postgres" in planted.found_before


async def test_no_file_holds_an_expunged_word_in_any_writing(planted: Planted) -> None:
    folder = planted.home.parent
    print(f"{len(planted.canaries)} canaries, {sizes(planted.home)} and {sizes(planted.kept)}")
    assert all(word.startswith(PREFIX) for word in planted.canaries)
    needles = {form for word in planted.canaries for form in forms(word)}
    for searched in (planted.home, planted.kept):
        assert found_in(searched, needles, folder / "needles") == set()
        assert found_plainly(searched, set(wide_forms(PREFIX))) == set()


async def test_no_file_holds_a_token_of_an_expunged_word(planted: Planted) -> None:
    needles = set(planted.written_tokens())
    awkward = {needle for needle in needles if {0, 10} & set(needle)}
    for searched in (planted.home, planted.kept):
        assert found_in(searched, needles - awkward, planted.home.parent / "needles") == set()
        assert found_plainly(searched, awkward) == set()


async def test_no_file_holds_an_expunged_key(planted: Planted) -> None:
    slots = {stored.slot for stored, _, _ in planted.leaves}
    keys = {planted.secrets[slot * SLOT_BYTES : (slot + 1) * SLOT_BYTES] for slot in slots}
    assert len(keys) == 3 * CASES
    needles = {part for key in keys for part in re.split(rb"[\x00\n]", key) if len(part) >= SHORTEST}
    assert len(needles) >= len(keys)
    assert found_in(planted.home, needles, planted.home.parent / "needles") == set()


async def test_a_dictionary_of_all_that_was_true_confirms_no_leaf(planted: Planted) -> None:
    """Whoever knows every stored byte, and every key that is left, cannot tell which leaf it was."""
    left = (planted.home / "keyring" / "slots").read_bytes()
    secrets = [left[at : at + SLOT_BYTES] for at in range(0, len(left), SLOT_BYTES)]
    confirmed = 0
    for stored, blind, known in planted.leaves:
        assert commitment(blind, known) == stored.commitment
        tried = {derived(secret, b"blind", stored.id.bytes, stored.version) for secret in secrets}
        confirmed += sum(commitment(guess, known) == stored.commitment for guess in (*tried, bytes(32)))
    assert confirmed == 0


async def test_the_log_that_was_written_out_verifies_with_the_places_withheld(planted: Planted) -> None:
    bundle = (planted.kept / "log.json").read_bytes()
    assert verify(bundle, None, withheld=3 * CASES).ok
    assert bundle.count(b'"commitment"') == 3 * CASES


async def test_the_folder_of_the_database_from_before_does_not_bring_them_back(planted: Planted) -> None:
    shutil.rmtree(planted.home / "postgres")
    copy(planted.home.parent / "before", planted.home / "postgres")
    async with run_app(Settings(planted.home)) as app:
        node = app.node
        assert await node.pool.fetchval("select count(*) from record where id = any($1)", planted.ids) == 0
        assert (
            await node.pool.fetchval(
                "select count(*) from entry where sealed <> '' and slot = any($1)",
                [stored.slot for stored, _, _ in planted.leaves],
            )
            == 0
        )
        for id in planted.ids[:3]:
            with pytest.raises(Absent):
                await read(node, session_for(node, "lee"), id)
