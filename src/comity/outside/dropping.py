"""Files dropped into a partner's folder: whole or not at all, once, and never anywhere else.

Folders are local ones. A partner's SFTP folder can be mounted (sshfs, or the partner fetches by SFTP from here): then
what is promised about a power cut is what the mount keeps of it.
"""

import errno
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

from comity.errors import Conflict, Invalid, Refused, Unreachable
from comity.ids import new_id

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]*(\.[A-Za-z0-9_\-]+)*")
_LONGEST_NAME = 150
_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_OPEN_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK})


def dropped(folder: Path, name: str, content: bytes, *, allowed: Collection[Path]) -> Path:
    """Put a file into a folder and give its path; when this returns, it is there for good.

    ``allowed`` are the folders of COMITY_DROP_FOLDERS: ``folder`` is one of them or lies within one. The file appears
    whole, under its name, or not at all; a reader sees at most a hidden ``.part``. The same bytes under the same name
    are left as they are; Conflict when others are there; one that was fetched away is dropped anew. Invalid when the
    name could lead elsewhere, Refused when the folder does, Unreachable when it cannot be written now. It waits for
    the disk: call it in a thread.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise Invalid(
            f"A file cannot be called {name!r} here.",
            field="name",
            remedy=f"Use at most {_LONGEST_NAME} Latin letters, digits, -, _ and single dots between them.",
        )
    place = _place(folder, allowed)
    try:
        with _entered(place) as inside:
            if not _is_there(inside, name, content):
                _put(inside, name, content)
    except OSError as wrong:
        raise Unreachable(
            f"The folder {place.name} cannot be written now.", remedy="Check its disk, mount and owner; then try again."
        ) from wrong
    return place / name


def _place(folder: Path, allowed: Collection[Path]) -> Path:
    # Links are followed first: what counts is where the file would come to lie.
    place = folder.resolve()
    if not any(place.is_relative_to(root.resolve()) for root in allowed):
        raise Refused(
            "Files may not be dropped into this folder.",
            rule="drop_folders",
            field="folder",
            remedy="Choose a folder within those of COMITY_DROP_FOLDERS, or ask the operator to name it there.",
        )
    return place


@contextmanager
def _entered(place: Path) -> Iterator[int]:
    """Hold on to the folder itself, so that nothing put in its way afterwards leads elsewhere."""
    inside = os.open(place, _OPEN_FOLDER)
    try:
        yield inside
    finally:
        os.close(inside)


def _is_there(inside: int, name: str, content: bytes) -> bool:
    try:
        found = os.stat(name, dir_fd=inside, follow_symlinks=False)
    except FileNotFoundError:
        return False
    if S_ISREG(found.st_mode) and found.st_size == len(content) and _read(inside, name) == content:
        return True
    raise Conflict(
        f"Something else is called {name} there already.",
        remedy="It was left as it is: see what it is, and drop this file under another name.",
    )


def _read(inside: int, name: str) -> bytes:
    with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=inside), "rb") as file:
        return file.read()


def _put(inside: int, name: str, content: bytes) -> None:
    part = f".{name}.{new_id().hex[:12]}.part"
    try:
        with os.fdopen(os.open(part, _OPEN_NEW, 0o640, dir_fd=inside), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _named(inside, part, name, content)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part, dir_fd=inside)
    os.fsync(inside)


def _named(inside: int, part: str, name: str, content: bytes) -> None:
    """Give the file its name, unless another has it by now: a link, unlike a renaming, never replaces one."""
    try:
        os.link(part, name, src_dir_fd=inside, dst_dir_fd=inside, follow_symlinks=False)
    except FileExistsError:
        if not _is_there(inside, name, content):
            raise
    except OSError as wrong:
        if wrong.errno not in _NO_LINKS:
            raise
        # Some mounts know no links: there, two droppers at the same instant may replace each other's file.
        os.rename(part, name, src_dir_fd=inside, dst_dir_fd=inside)
