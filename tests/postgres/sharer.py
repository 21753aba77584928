"""A process of its own that starts a cluster, says the address, and leaves when its input ends.

Arguments: the folder, the folder of programs, and the name of the user to become (empty: stay).
"""

import asyncio
import os
import pwd
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from comity.store.postgres.cluster import Cluster


def become(name: str) -> None:
    if name:
        user = pwd.getpwnam(name)
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)


async def share(folder: Path, binaries: Path) -> None:
    # Python imports its threads when they are first used, from a folder that may be closed to the new user.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
    cluster = Cluster(folder, binaries)
    print(await cluster.start(), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await cluster.stop()


if __name__ == "__main__":
    become(sys.argv[3])
    asyncio.run(share(Path(sys.argv[1]), Path(sys.argv[2])))
