"""PostgreSQL never sees a name: no file of the database, no dump and no log holds one, in any writing."""

import base64
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.following.running import run_app
from comity.records.categories import Category
from comity.settings import Settings
from tests.durability.killing import free_port, prepared
from tests.secrecy.canaries import FAMILIES, PREFIX, digests, forms, wide_forms
from tests.secrecy.searching import found_in, found_plainly
from tests.secrecy.telling import PLAIN, Told, converse, dump, enter_every_kind, write_at_length
from tests.store.drafting import fsck

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def searched() -> AsyncIterator[Told]:
    """A node that was told canaries of every kind and over HTTP, corrected and asked for them, and dumped."""
    # Where the database's account may not enter, the data would go elsewhere, and the search would miss them.
    folder = Path(tempfile.mkdtemp(prefix="cmt-"))
    folder.chmod(0o711)
    told = Told(folder / "searched")
    told.folder.mkdir(mode=0o711)
    site = await prepared(told.folder / "home", free_port(), 1)
    assert not (site.home / "postgres").is_symlink()
    async with run_app(Settings(site.home)) as app:
        await write_at_length(app)
    site.start()
    try:
        await converse(told, site.port, site.bearer)
        async with run_app(Settings(site.home)) as app:
            await enter_every_kind(told, app)
            dump(told, app.node.dsn)
            assert (await fsck(app.node)).findings == []
        assert "Traceback" not in site.errors.read_text()
    finally:
        site.stop()
    yield told
    shutil.rmtree(folder, ignore_errors=True)


async def test_every_protected_category_was_said_and_heard(searched: Told) -> None:
    protected = {category for category in Category if category.protected}
    assert set(searched.flock.made) == protected
    assert len(searched.canaries) > 600
    heard = "".join(searched.answers)
    assert sum(word in heard for word in searched.canaries) >= 6


async def test_what_may_stand_readable_is_found_so_that_the_search_is_known_to_see(searched: Told) -> None:
    found = {
        name.split("/", 2)[-1] for name, _ in found_in(searched.folder, [PLAIN.encode()], searched.folder.parent / "n")
    }
    assert {"dump.sql", "dump.custom", "dump.tar"} <= found
    # Whether the log of the database still holds it depends on when its segments were taken up again.
    assert any("base" in name or "pg_wal" in name for name in found), found
    tokens = [PLAIN.lower().encode("utf-16-le")]
    assert found_plainly(searched.folder, tokens) == set()


async def test_no_file_of_the_database_no_dump_and_no_log_holds_a_protected_word_in_any_writing(
    searched: Told,
) -> None:
    needles = {form for word in searched.canaries for form in forms(word)}
    needles |= {form for word in FAMILIES for form in forms(word) if len(form) >= 8 and word == PREFIX}
    assert found_in(searched.folder, needles, searched.folder.parent / "needles") == set()
    assert found_plainly(searched.folder, [form for word in FAMILIES for form in wide_forms(word)]) == set()
    print(f"{len(searched.canaries)} canaries, {len(needles)} writings of them, in {sizes(searched.folder)}")


async def test_no_token_is_a_digest_that_anybody_can_make(searched: Told) -> None:
    words = {word for word in searched.words if PREFIX.upper() in word.upper()}
    words |= {word.rpartition("/")[2] for word in words}
    words |= {word.lower() for word in words}
    assert len(words) > 200
    needles = {part for word in words for part in digests(word.encode())}
    assert found_in(searched.folder, needles, searched.folder.parent / "needles") == set()


def test_the_search_sees_every_writing_of_a_word_wherever_it_stands(tmp_path: Path) -> None:
    folder, word = tmp_path / "searched", f"{PREFIX}abcdexyz"
    folder.mkdir()
    for n, form in enumerate((*forms(word), *wide_forms(word))):
        (folder / str(n)).write_bytes(b"\0\xff\n" + form + b"\xc3\n\0")
    found = {needle for _, needle in found_in(folder, forms(word), tmp_path / "needles")}
    assert found == set(forms(word))
    for wide in wide_forms(word):
        assert found_plainly(folder, [wide])


@given(before=st.binary(max_size=5), after=st.binary(max_size=5))
def test_base64_of_a_word_is_recognized_whatever_stands_around_it(before: bytes, after: bytes) -> None:
    word = f"{PREFIX}abcdexyz"
    written = base64.b64encode(before + word.encode() + after)
    assert any(form in written for form in forms(word))


def sizes(folder: Path) -> str:
    files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return f"{len(files)} files of {sum(files) / 1e6:.0f} MB"
