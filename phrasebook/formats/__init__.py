"""Other programs' files in and out, one module each.

source (file or folder, bounded) ─ detect (whose it is, by content) ─ Format.read ─ items, for `importing` to check
phrases ─ Format.losses (asked first) ─ Format.write ─ writing (onto the disk, atomically)
"""

from __future__ import annotations

from phrasebook.errors import UsageError
from phrasebook.formats.alfred import AlfredFormat
from phrasebook.formats.autokey import AutoKeyFormat
from phrasebook.formats.base import Format, FormatError, Source
from phrasebook.formats.beeftext import BeeftextFormat
from phrasebook.formats.csv_file import CsvFormat
from phrasebook.formats.espanso import EspansoFormat, EspansoPackageFormat
from phrasebook.formats.handbook.markdown import MarkdownFormat
from phrasebook.formats.handbook.page import HtmlFormat
from phrasebook.formats.handbook.text import TextFormat
from phrasebook.formats.kinds import looks_like
from phrasebook.formats.native import LibraryFormat, PackFormat
from phrasebook.formats.own_json import JsonFormat
from phrasebook.formats.raycast import RaycastFormat
from phrasebook.formats.textexpander import TextExpanderFormat
from phrasebook.formats.xlsx import XlsxFormat
from phrasebook.language import t

FORMATS: tuple[Format, ...] = (
    PackFormat(),
    LibraryFormat(),
    CsvFormat("csv", ","),
    CsvFormat("tsv", "\t"),
    XlsxFormat(),
    JsonFormat(),
    TextFormat(),
    MarkdownFormat(),
    HtmlFormat(),
    EspansoFormat(),
    EspansoPackageFormat(),
    BeeftextFormat(),
    AutoKeyFormat(),
    TextExpanderFormat(),
    AlfredFormat(),
    RaycastFormat(),
)
"""All of them. Where several write files of one suffix, the first is meant."""

_TEXTS = (".csv", ".tsv", ".txt", ".json", ".toml", ".yml", ".yaml", ".md")

_SURE_ENOUGH = 10
"""Below this nobody claims the file."""


def by_name(name: str) -> Format:
    """The format that `--format` names.

    Raises:
        UsageError: there is none; the hint names the closest.
    """
    wanted = name.strip().casefold()
    for one in FORMATS:
        if one.name == wanted:
            return one
    from rapidfuzz import process  # only a slip needs it

    names = [one.name for one in FORMATS]
    close = process.extractOne(wanted, names, score_cutoff=60)
    raise UsageError(
        t(f"没有格式 {name}", f"there is no format {name}"),
        t(f"您是说 {close[0]} 吗？", f"did you mean {close[0]}?")
        if close
        else t(f"可以用：{'、'.join(names)}", f"use one of {', '.join(names)}"),
    )


def by_suffix(suffix: str) -> Format:
    """The format that writes files of this suffix (".csv"; "" for a folder).

    Raises:
        UsageError: none does.
    """
    for one in FORMATS:
        if one.writes and suffix.lower() in one.suffixes:
            return one
    known = sorted({suffix for one in FORMATS if one.writes for suffix in one.suffixes if suffix})
    raise UsageError(
        t(f"不知道 {suffix} 是什么格式", f"{suffix} tells no format"),
        t(f"用 --format 指定，或用 {' '.join(known)}", f"name it with --format, or use {' '.join(known)}"),
    )


def detect(source: Source) -> Format:
    """Whose file this is, by its content; its suffix only tips between equals.

    Raises:
        FormatError: nobody's, or several programs' alike; or it can't be read.
    """
    sure = {one.name: one.detects(source) for one in FORMATS if one.reads}
    best = max(sure.values(), default=0)
    names = [name for name, how in sure.items() if how == best]
    if best < _SURE_ENOUGH:
        if source.path.suffix.lower() in _TEXTS and not source.is_folder:
            source.text()  # which says what is wrong with its encoding
        raise FormatError(
            t(
                f"{source.path} 不是已知的话术文件，看起来是{looks_like(source)}",
                f"{source.path} is no file of phrases that is known; it looks like {looks_like(source)}",
            ),
            t(
                "如果确定，用 --format 指定格式（phrasebook formats 列出全部）",
                "name its format with --format if you are sure (see `phrasebook formats`)",
            ),
        )
    if len(names) > 1:
        raise FormatError(
            t(
                f"{source.path} 可能是 {'、'.join(names)} 中的任何一种",
                f"{source.path} may be any of {', '.join(names)}",
            ),
            t(f"用 --format 指定，例如 --format {names[0]}", f"say which, for example --format {names[0]}"),
        )
    return by_name(names[0])
