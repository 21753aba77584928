"""Files that commands write: closed to others, and whole or not there at all."""

import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec


class Lines:
    """A file of lines that only its owner may read; it gets its name when it is whole."""

    def __init__(self, path: Path | None) -> None:
        """Name the file, or None where nothing is wanted: then nothing is written."""
        self._path = path
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.fdopen(os.open(_part(self._path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is None or self._path is None:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if wrong is None:
            _part(self._path).replace(self._path)
        else:
            _part(self._path).unlink()

    def put(self, line: object) -> None:
        """Write a value as a line of JSON."""
        self.put_bytes(msgspec.json.encode(line, enc_hook=str) + b"\n")

    def put_bytes(self, line: bytes) -> None:
        """Write a line as it is."""
        if self._file is not None:
            self._file.write(line)


def write_private(path: Path, content: bytes) -> None:
    """Write a whole file that only its owner may read."""
    with Lines(path) as file:
        file.put_bytes(content)


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")
