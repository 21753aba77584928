import asyncio
import os
import time
from pathlib import Path

import asyncpg
import pytest

from comity.store.postgres.binaries import wheel_binaries
from comity.store.postgres.cluster import Cluster
from comity.store.postgres.places import Places
from comity.store.postgres.starting import living_in, postmaster_id
from tests.postgres.processes import Sharer, address, leave, wait_for_end


def serves(dsn: str) -> bool:
    async def ask() -> bool:
        connection = await asyncpg.connect(dsn)
        answer = await connection.fetchval("select true")
        await connection.close()
        return bool(answer)

    return asyncio.run(ask())


def test_two_processes_share_one_server_and_the_last_out_stops_it(place: Path, sharer: Sharer) -> None:
    folder = place / "postgres"
    lee, clark = sharer(folder), sharer(folder)
    assert address(lee) == (dsn := address(clark))
    server = postmaster_id(Places(folder))
    leave(lee)
    assert serves(dsn)
    assert postmaster_id(Places(folder)) == server
    leave(clark)
    assert living_in(folder / "data") == ()


def test_five_that_start_and_stop_at_once_never_cut_one_another_off(place: Path) -> None:
    async def one() -> None:
        for _ in range(4):
            cluster = Cluster(place / "postgres", wheel_binaries())
            connection = await asyncpg.connect(await cluster.start())
            await asyncio.sleep(0.01)
            assert await connection.fetchval("select true")
            await connection.close()
            await cluster.stop()

    async def story() -> None:
        await asyncio.gather(*(one() for _ in range(5)))

    asyncio.run(story())
    assert living_in(place / "postgres" / "data") == ()


def test_a_killed_sharer_neither_stops_the_server_nor_holds_it_for_ever(place: Path, sharer: Sharer) -> None:
    folder = place / "postgres"
    lee, clark = sharer(folder), sharer(folder)
    dsn = address(lee)
    address(clark)
    lee.kill()
    lee.wait()
    assert serves(dsn)
    leave(clark)
    assert living_in(folder / "data") == ()


def test_who_starts_after_all_were_killed_joins_the_server_that_runs_on(place: Path, sharer: Sharer) -> None:
    folder = place / "postgres"
    lee = sharer(folder)
    dsn = address(lee)
    server = postmaster_id(Places(folder))
    lee.kill()
    lee.wait()
    assert serves(dsn)
    clark = sharer(folder)
    address(clark)
    assert postmaster_id(Places(folder)) == server
    leave(clark)
    assert living_in(folder / "data") == ()


def test_one_killed_while_it_starts_the_server_is_no_hindrance_to_the_next(place: Path, sharer: Sharer) -> None:
    folder = place / "postgres"
    leave(sharer(folder))
    for pause in (0.25, 0.3, 0.35, 0.4):
        lee = sharer(folder)
        time.sleep(pause)
        lee.kill()
        lee.wait()
    clark = sharer(folder)
    assert serves(address(clark))
    leave(clark)
    wait_for_end(folder)


@pytest.mark.usefixtures("as_root")
def test_a_normal_user_starts_it_and_root_joins(place: Path, sharer: Sharer) -> None:
    home = place / "nobody"
    home.mkdir()
    os.chown(home, 65534, 65534)
    folder = home / "postgres"
    nobody = sharer(folder, user="nobody")
    dsn = address(nobody)
    assert (folder / "data").stat().st_uid == 65534
    root = sharer(folder)
    assert address(root) == dsn
    leave(nobody)
    assert serves(dsn)
    leave(root)
    again = sharer(folder, user="nobody")
    assert address(again) == dsn
    leave(again)
