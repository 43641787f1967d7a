"""Changing phrases in the text of a pack file: only their blocks change, every other byte stays. Pure.

source ─ cut into blocks ─ ids for phrases without one ─ blocks rewritten, emptied, added ─ each read and compared

A block that was changed is read again and must say what was wanted and nothing else. The others are the same bytes
between the same cuts, so they say what they said. Where cutting leaves any doubt the whole file is read again too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import msgspec

from phrasebook.errors import PackError
from phrasebook.language import t
from phrasebook.model import Phrase
from phrasebook.pack.blocks import Cut, Said, cut, read_block, read_phrases
from phrasebook.pack.fields import Home
from phrasebook.pack.file import MAX_FILE
from phrasebook.pack.ids import ProvisionalIds
from phrasebook.pack.inline import InlineEditing
from phrasebook.pack.lines import phrase_text
from phrasebook.pack.read import FORMAT
from phrasebook.pack.rewrite import emptied, rewritten
from phrasebook.pack.wanted import expect, gone, merged, refusal, same, tidy
from phrasebook.toml.errors import TomlTrouble, read_toml
from phrasebook.toml.places import normal_newlines

_ID_BELOW_HEADER = re.compile(r'[ \t]*\[\[phrase\]\][ \t]*\r?\n[ \t]*id[ \t]*=[ \t]*"([0-9a-f]{20})"[ \t]*\r?\n')
"""How ids nearly always stand: found without reading the block."""


def replaced(source: str, phrase: Phrase, changed: Phrase) -> str:
    """The file with `phrase` saying what `changed` does; see `edited`."""
    return edited(source, replace=[(phrase, changed)])


def appended(source: str, phrases: Sequence[Phrase]) -> str:
    """The file with these phrases at its end, under the ids they have; see `edited`."""
    return edited(source, append=phrases)


def removed(source: str, phrase: Phrase) -> str:
    """The file without this phrase; see `edited`."""
    return edited(source, remove=[phrase])


def identified(source: str, home: Home) -> str:
    """The text of a pack file, of which `home` says where it lies, with an id for each phrase that had none.

    Raises:
        PackError: the file can't be edited.
    """
    mark = "\ufeff" if source.startswith("\ufeff") else ""
    editing = _editing(source.removeprefix(mark), home)
    editing.write_ids()
    return mark + editing.result()


def edited(
    source: str,
    *,
    replace: Sequence[tuple[Phrase, Phrase]] = (),
    remove: Sequence[Phrase] = (),
    append: Sequence[Phrase] = (),
) -> str:
    """The text of a pack file with phrases changed, removed, and added at its end.

    `source` is the file as it is now, line ends and byte-order mark included ("" for a new file). Phrases to replace
    or remove are given as they were known; what somebody else changed meanwhile is kept where it touches other keys.
    All phrases must be of this pack: their scope, department and pack say which. Phrases in the file that have no id
    yet get their provisional one written in.

    Raises:
        PackError: a phrase isn't there any more, was changed meanwhile in the same key, or breaks a rule of the
            format; the file can't be edited; or the result isn't what was wanted.
    """
    known = [*(old for old, _ in replace), *remove, *append]
    if not known:
        return source
    mark = "\ufeff" if source.startswith("\ufeff") else ""
    home = Home(known[0].scope, known[0].department, known[0].pack)
    editing = _editing(source.removeprefix(mark) or f"format = {FORMAT}\n", home)
    editing.write_ids()
    for old, new in replace:
        editing.replace(old, new)
    for old in remove:
        editing.remove(old)
    if append:
        editing.append(append)
    result = mark + editing.result()
    if len(result) * 4 > MAX_FILE and len(result.encode()) > MAX_FILE:
        raise PackError(
            t("文件会超过 32 MiB", "the file would exceed 32 MiB"), t("另用一个话术文件", "use another pack for it")
        )
    return result


class _Editor(Protocol):
    """A file on its way from what it says to what it shall say."""

    def write_ids(self) -> None: ...
    def replace(self, old: Phrase, new: Phrase) -> None: ...
    def remove(self, old: Phrase) -> None: ...
    def append(self, phrases: Sequence[Phrase]) -> None: ...
    def result(self) -> str: ...


def _editing(source: str, home: Home) -> _Editor:
    """The way this file wants to be edited."""
    pieces = cut(source)
    head = read_toml(normal_newlines(pieces.head))
    values = {} if isinstance(head, TomlTrouble) else head
    version = values.get("format", FORMAT)
    if type(version) is not int or version != FORMAT:
        raise PackError(
            t("文件的格式版本不认识", "the file is of an unknown format version"),
            t("请更新 phrasebook", "update phrasebook"),
        )
    if "phrase" not in values:
        return _BlockEditing(pieces, home)
    if isinstance(values["phrase"], list) and not pieces.blocks:
        return InlineEditing(source, home)
    raise PackError(
        t("文件里的 phrase 不是话术列表", "`phrase` in the file is no list of phrases"),
        t("写成 [[phrase]]", "write [[phrase]]"),
    )


class _BlockEditing:
    """A file of `[[phrase]]` blocks."""

    def __init__(self, pieces: Cut, home: Home) -> None:
        self._cut = pieces
        self._home = home
        first_line = next((piece for piece in (pieces.head, *pieces.blocks) if piece), "").partition("\n")[0]
        self._newline = "\r\n" if first_line.endswith("\r") else "\n"
        self._blocks = list(pieces.blocks)
        self._added = ""
        self._appended: list[Phrase] = []
        self._said: dict[int, Said] = {}
        """What blocks say, as far as they were read."""
        self._places: dict[str, list[int]] = {}
        """The blocks with each id."""

    def write_ids(self) -> None:
        """Put an id into each block that can be read and has none."""
        without: list[int] = []
        for index, block in enumerate(self._blocks):
            if match := _ID_BELOW_HEADER.match(block):
                self._places.setdefault(match[1], []).append(index)
            elif said := self._read(index):
                if said.phrase.id:
                    self._places.setdefault(said.phrase.id, []).append(index)
                else:
                    without.append(index)
        ids = ProvisionalIds(set(self._places))
        for index in without:
            phrase = self._said[index].phrase
            given = ids.given(phrase)
            self._places.setdefault(given.id, []).append(index)
            self._rewrite(index, msgspec.structs.replace(phrase, id=given.id))

    def replace(self, old: Phrase, new: Phrase) -> None:
        """Have the block of `old` say what `new` does."""
        index = self._index(old)
        self._rewrite(index, tidy(merged(self._said[index].phrase, old, new)))

    def remove(self, old: Phrase) -> None:
        """Take the block of `old` out."""
        index = self._index(old)
        said = self._said.pop(index)
        self._places[said.phrase.id].remove(index)
        rest = emptied(self._blocks[index])
        expect(read_toml(normal_newlines(rest)) == said.others)
        self._blocks[index] = rest

    def append(self, phrases: Sequence[Phrase]) -> None:
        """Put the phrases behind all there is."""
        for phrase in phrases:
            if self._places.get(phrase.id):
                raise PackError(t(f"文件里已经有 id {phrase.id}", f"the id {phrase.id} is in the file already"))
            self._places[phrase.id] = [len(self._blocks)]
        added = "\n".join(phrase_text(phrase) for phrase in phrases)
        again = cut(added)
        expect(again.plain and not again.head and len(again.blocks) == len(phrases))
        for block, phrase in zip(again.blocks, phrases, strict=True):
            now = read_block(block, self._home)
            if not isinstance(now, Said):
                raise refusal(now[0], phrase)
            expect(same(now.phrase, phrase))
            self._appended.append(now.phrase)
        before = "".join((self._cut.head, *self._blocks[-1:]))[-4:].replace("\r\n", "\n")
        gap = "" if before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
        self._added = (gap + added).replace("\n", self._newline)

    def result(self) -> str:
        """The file as it shall be."""
        result = "".join((self._cut.head, *self._blocks, self._added))
        if not self._cut.plain:
            said = [said.phrase for index in range(len(self._blocks)) if (said := self._read(index))]
            expect(read_phrases(result, self._home) == [*said, *self._appended])
        return result

    def _index(self, phrase: Phrase) -> int:
        """The block of the phrase; it has been read."""
        places = [index for index in self._places.get(phrase.id, []) if self._read(index)]
        if len(places) != 1:  # its id is also another's, or a third way to one for it: what it says decides
            everywhere = places or range(len(self._blocks))
            places = [
                index for index in everywhere if (said := self._read(index)) and same(said.phrase, phrase, ids=False)
            ]
        if len(places) == 1:
            return places[0]
        raise gone(phrase)

    def _read(self, index: int) -> Said | None:
        if index not in self._said:
            said = read_block(self._blocks[index], self._home)
            if not isinstance(said, Said):
                return None
            self._said[index] = said
        return self._said[index]

    def _rewrite(self, index: int, wanted: Phrase) -> None:
        """Have a block say what is wanted."""
        said = self._said[index]
        block = rewritten(self._blocks[index], said.phrase, wanted, self._newline)
        again = cut(block)
        expect(again.blocks == (block,) and (again.plain or not self._cut.plain))
        now = read_block(block, self._home)
        if not isinstance(now, Said):
            raise refusal(now[0], wanted)
        expect(same(now.phrase, wanted) and now.others == said.others)
        self._blocks[index], self._said[index] = block, now
