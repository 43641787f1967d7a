"""Tables of a few columns without a header, as other programs write them: strict CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from phrasebook.formats.base import FormatError
from phrasebook.language import t


def rows_of(text: str, name: str, most: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that aren't empty, each with the line it begins on; at most `most` columns, empty ones set aside.

    Raises:
        FormatError: it is empty, a quote is left open, or there are more columns; with its line.
    """
    if not text.strip():
        raise FormatError(t(f"{name} 是空的", f"{name} is empty"))
    line = 1
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            while len(row) > most and not row[-1].strip():
                row.pop()
            if len(row) > most:
                raise FormatError(
                    t(
                        f"{name}:{line}: 有 {len(row)} 列，应当不超过 {most} 列",
                        f"{name}:{line}: {len(row)} columns; {most} at most are expected",
                    ),
                    t("如果是普通表格，用 --format csv", "if it is some other table, use --format csv"),
                )
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(
            t(
                f"{name}:{line}: 从这一行起引号不配对",
                f"{name}:{line}: quotes don't match from here on",
            ),
            t("重新导出一次", "export it again"),
        ) from error
