"""Rows that were refused, set aside in a JSON Lines file that only its owner may read."""

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from comity.exchange.tabular.rows import Row


class Aside:
    """A file of refused rows: each line has row, column, field, reason, remedy and the cells as they came."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is made when the first row is set aside."""
        self.path = path
        self.count = 0
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is written yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file if there is one."""
        if self._file is not None:
            self._file.close()

    def put(self, row: Row) -> None:
        """Write a refused row; the file is made for its owner alone, because it holds what the table held."""
        if row.refused is None:
            return
        if self._file is None:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._file = os.fdopen(descriptor, "a", encoding="utf-8")
        refused = row.refused
        line = {
            "row": row.number,
            "column": refused.column,
            "field": refused.field,
            "reason": refused.reason,
            "remedy": refused.remedy,
            "cells": refused.cells,
        }
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()
        self.count += 1
