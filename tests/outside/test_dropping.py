"""A file is dropped whole, once, and nowhere else than where the operator lets it."""

import os
import threading
from pathlib import Path

import pytest

from comity.errors import ComityError, Conflict, Invalid, Refused, Unreachable
from comity.outside.dropping import dropped


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "drops"
    (folder / "court").mkdir(parents=True)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_whole_under_its_name_and_nothing_is_left_beside_it(root: Path) -> None:
    path = dropped(root / "court", "referral-12.xml", b"<a/>", allowed=[root])
    assert path == root / "court" / "referral-12.xml"
    assert path.read_bytes() == b"<a/>"
    assert names(root / "court") == ["referral-12.xml"]
    assert path.stat().st_mode & 0o007 == 0
    assert path.stat().st_nlink == 1


def test_the_same_file_again_changes_nothing(root: Path) -> None:
    first = dropped(root, "a.json", b"{}", allowed=[root]).stat()
    again = dropped(root, "a.json", b"{}", allowed=[root]).stat()
    assert (first.st_ino, first.st_mtime_ns) == (again.st_ino, again.st_mtime_ns)


@pytest.mark.parametrize("other", [b"", b"[]", b"{} ", b"{}" * 9999])
def test_another_file_of_the_name_is_left_as_it_is(root: Path, other: bytes) -> None:
    dropped(root, "a.json", other, allowed=[root])
    with pytest.raises(Conflict):
        dropped(root, "a.json", b"{}", allowed=[root])
    assert (root / "a.json").read_bytes() == other
    assert names(root) == ["a.json", "court"]


@pytest.mark.parametrize("kind", ["folder", "link to a file", "link to nowhere", "pipe"])
def test_something_else_of_the_name_is_left_as_it_is(root: Path, tmp_path: Path, kind: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    match kind:
        case "folder":
            (root / "a.json").mkdir()
        case "link to a file":
            elsewhere.write_bytes(b"")
            (root / "a.json").symlink_to(elsewhere)
        case "link to nowhere":
            (root / "a.json").symlink_to(elsewhere)
        case _:
            os.mkfifo(root / "a.json")
    with pytest.raises(Conflict):
        dropped(root, "a.json", b"", allowed=[root])
    assert not elsewhere.exists() or elsewhere.read_bytes() == b""


@pytest.mark.parametrize(
    "name",
    [*". .. ../a a/b /a a\\b C:a .a a. a..b -a ~a a:b a* \u00e4".split(), "", "a b", "a\n", "a\x00", "a" * 151],
)
def test_a_name_that_could_lead_elsewhere_is_invalid(root: Path, name: str) -> None:
    with pytest.raises(Invalid) as told:
        dropped(root, name, b"x", allowed=[root])
    assert told.value.field == "name"
    assert names(root) == ["court"]


def test_a_folder_that_is_not_the_operators_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "drops-of-others").mkdir()
    (root / "out").symlink_to(tmp_path / "drops-of-others")
    for folder in (tmp_path, tmp_path / "drops-of-others", root / "..", root / "court" / ".." / "..", root / "out"):
        with pytest.raises(Refused) as told:
            dropped(folder, "a", b"x", allowed=[root])
        assert told.value.rule == "drop_folders"
    with pytest.raises(Refused):
        dropped(root, "a", b"x", allowed=[])
    assert names(tmp_path / "drops-of-others") == []


def test_a_folder_that_is_not_there_or_is_a_file_is_unreachable_for_now(root: Path) -> None:
    (root / "file").write_bytes(b"x")
    for folder in (root / "nowhere", root / "file"):
        with pytest.raises(Unreachable):
            dropped(folder, "a", b"x", allowed=[root])


def test_of_many_who_drop_the_same_name_at_once_one_is_first_and_none_is_overwritten(root: Path) -> None:
    told: list[ComityError] = []
    gate = threading.Barrier(16)

    def drop(number: int) -> None:
        gate.wait()
        try:
            dropped(root, "a", bytes([number % 2]) * 100_000, allowed=[root])
        except Conflict as conflict:
            told.append(conflict)

    threads = [threading.Thread(target=drop, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 8
    assert len(set((root / "a").read_bytes())) == 1
    assert names(root) == ["a", "court"]
