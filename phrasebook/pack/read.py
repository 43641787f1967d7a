"""A pack file to a Pack: one bad phrase is left out and reported with its line, the rest is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from phrasebook.language import t
from phrasebook.model import Pack, Phrase, Problem, Scope
from phrasebook.pack.document import Document, read_document
from phrasebook.pack.fields import Home, Reader, read_phrase
from phrasebook.pack.file import MAX_FILE, UnreadablePackError, read_bytes, unreadable
from phrasebook.pack.ids import ProvisionalIds
from phrasebook.pack.images import with_pictures
from phrasebook.toml.places import Places, key_lines, normal_newlines

FORMAT = 1
HEAD = ("title", "description", "maintainer")
"""The keys of `[pack]`, in the order in which they are written."""


def read_pack(path: Path, scope: Scope, department: str = "") -> Pack:
    """The pack in a file, its phrases checked, their pictures too.

    Raises:
        UnreadablePackError: nothing of it can be used.
    """
    data = read_bytes(path)
    return with_pictures(parse_pack(data, path, scope, department), data)


def parse_pack(data: bytes, path: Path, scope: Scope, department: str = "") -> Pack:
    """The pack that these bytes of the file at `path` mean. No file is looked at, so pictures aren't checked.

    Raises:
        UnreadablePackError: nothing of it can be used.
    """
    source = _decoded(data, path)
    document = read_document(source)
    _check_format(document, source, path)
    places = Places(source)
    problems = [Problem(path, line, bad.key, bad.message, bad.hint) for bad, line in document.troubles]
    if problems and not document.phrases:
        raise UnreadablePackError(problems[0])
    head, bad_head = _head_texts(document.head, source, path)
    problems += bad_head
    home = Home(scope, department, path.stem)
    phrases: list[Phrase] = []
    for table, line in document.phrases:
        read = read_phrase(table, home, line)
        if isinstance(read, Phrase):
            phrases.append(read)
        else:
            problems.extend(
                Problem(path, places.key(line, bad.key), bad.key, _of_phrase(bad.message, table), bad.hint)
                for bad in read
            )
    return Pack(
        path=path,
        scope=scope,
        department=department,
        name=path.stem,
        title=head["title"] or path.stem,
        description=head["description"],
        maintainer=head["maintainer"],
        phrases=_with_ids(phrases),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
    )


def _decoded(data: bytes, path: Path) -> str:
    if len(data) > MAX_FILE:
        raise unreadable(path, t("文件太大", "the file is too large"))
    try:
        return normal_newlines(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise unreadable(
            path,
            t("不是 UTF-8 编码的文字", "isn't text in UTF-8"),
            data.count(b"\n", 0, error.start) + 1,
            t("用编辑器另存为 UTF-8", "save it as UTF-8 in your editor"),
        ) from error


def _check_format(document: Document, source: str, path: Path) -> None:
    version = document.head.get("format", FORMAT)
    if type(version) is int and version == FORMAT:
        return
    shown = repr(version)[:20]
    problem = Problem(
        path,
        key_lines(source).get(("format",), 0),
        "format",
        t(f"不认识的格式版本 {shown}", f"the unknown format version {shown}"),
        t("请更新 phrasebook，或改成 format = 1", "update phrasebook, or write format = 1"),
    )
    raise UnreadablePackError(problem)


def _head_texts(head: dict[str, Any], source: str, path: Path) -> tuple[dict[str, str], list[Problem]]:
    """The texts of the `[pack]` table; a key that is wrong is reported and counts as missing."""
    table = head.get("pack", {})
    reader = Reader(table if isinstance(table, dict) else {})
    texts = {key: reader.text(key).strip() for key in HEAD}
    if not isinstance(table, dict):
        reader.add("", t("pack 应当是一个表", "pack must be a table"), t("写成 [pack]", "write [pack]"))
    lines = key_lines(source) if reader.troubles else {}
    problems = []
    for bad in reader.troubles:
        key = ("pack", bad.key) if bad.key else ("pack",)
        problems.append(Problem(path, lines.get(key, 0), ".".join(key), bad.message, bad.hint))
    return texts, problems


def _of_phrase(message: str, table: dict[str, Any]) -> str:
    """The message, with the phrase it is about: its title or code, else nothing (the line says it)."""
    name = next((value for key in ("title", "code") if isinstance(value := table.get(key), str) and value), "")
    shown = "".join(character for character in name[:30] if character.isprintable())
    return f"{message}{t('：', ': ')}{shown}" if shown else message


def _with_ids(phrases: list[Phrase]) -> tuple[Phrase, ...]:
    """The phrases, those without an id under a provisional one."""
    ids = ProvisionalIds({phrase.id for phrase in phrases if phrase.id})
    return tuple(phrase if phrase.id else ids.given(phrase) for phrase in phrases)
