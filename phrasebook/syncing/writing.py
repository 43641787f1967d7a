"""A decision as changes of files: packs edited phrase by phrase, pictures put beside them. Nothing is written here.

What can't be done in one pack (a file full, a mistake in its head) waits; the rest goes on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from phrasebook.errors import PackError
from phrasebook.files import read_limited
from phrasebook.library.changes import FileChange
from phrasebook.library.pictures import Pictures
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.edit import edited
from phrasebook.pack.images import MAX_IMAGE
from phrasebook.pack.write import pack_text
from phrasebook.syncing.arranging import arranged
from phrasebook.syncing.deciding import Decision
from phrasebook.syncing.disk import Disk, replacing
from phrasebook.toml.errors import TomlTrouble, read_toml
from phrasebook.toml.places import normal_newlines


@dataclass(frozen=True)
class Draft:
    """What to write, and what had to wait."""

    decision: Decision
    packs: Mapping[str, bytes | None] = field(default_factory=dict)
    """The new content of each pack that changes, by name; None: the file goes."""
    files: tuple[FileChange, ...] = ()


def drafted(disk: Disk, decision: Decision, pictures: Mapping[str, bytes]) -> Draft:
    """The files of a decision; `pictures` are those that aren't on this machine yet, by digest."""
    while True:
        images = _Images(disk, decision, pictures)
        packs, failed = _packs(disk, decision, {one.id: one for one in images.phrases})
        if not failed:
            gaining = {name: packs[name] for name in sorted(packs, key=lambda name: not _gains(disk, decision, name))}
            return Draft(decision, packs, (*images.files(), *pack_changes(disk, gaining)))
        decision = decision.postponed(failed)


def pack_changes(disk: Disk, contents: Mapping[str, bytes | None]) -> list[FileChange]:
    """These packs written, in this order, as long as they are as they were read."""
    return [
        FileChange(disk.folder / f"{name}.toml", replacing(disk.files.get(name), data))
        for name, data in contents.items()
    ]


def _gains(disk: Disk, decision: Decision, pack: str) -> bool:
    """Whether a phrase comes into the pack: such a file is written before the one that loses it."""
    return any(
        phrase not in disk.phrases or disk.phrases[phrase].pack != pack
        for phrase, wanted in decision.write.items()
        if wanted.pack == pack
    )


@dataclass
class _PackEdits:
    replace: list[tuple[Phrase, Phrase]] = field(default_factory=list)
    remove: list[Phrase] = field(default_factory=list)
    append: list[Phrase] = field(default_factory=list)

    @property
    def phrases(self) -> list[str]:
        """The ids of all that are touched."""
        return [one.id for one in (*(new for _, new in self.replace), *self.remove, *self.append)]


def _packs(
    disk: Disk, decision: Decision, wanted: Mapping[str, Phrase]
) -> tuple[dict[str, bytes | None], dict[str, str]]:
    """The packs that change, and the phrases that can't be written, with the reason."""
    edits: dict[str, _PackEdits] = defaultdict(_PackEdits)
    for phrase, new in wanted.items():
        old = disk.phrases.get(phrase)
        if old and old.pack == new.pack:
            edits[new.pack].replace.append((old, new))
            continue
        edits[new.pack].append.append(new)
        if old:
            edits[old.pack].remove.append(old)
    for phrase in decision.remove:
        edits[disk.phrases[phrase].pack].remove.append(disk.phrases[phrase])
    packs: dict[str, bytes | None] = {}
    failed: dict[str, str] = {}
    for name in {*edits, *disk.packs}:
        order = decision.order_of(name)
        if name not in edits and [one for one in order if one in disk.phrases] == disk.sequences[name]:
            continue
        try:
            content = _pack(disk, decision, name, edits[name], order)
        except PackError as error:
            failed |= dict.fromkeys(edits[name].phrases, error.message)
            continue
        if content != disk.files.get(name):
            packs[name] = content
    return packs, failed


def _pack(disk: Disk, decision: Decision, name: str, edits: _PackEdits, order: list[str]) -> bytes | None:
    """The new content of a pack; None where nothing is left of it.

    Raises:
        PackError: it can't be made.
    """
    old = disk.files.get(name)
    if old is None:
        head = decision.together.state.heads.get(name)
        title, description, maintainer = head.texts if head else ("", "", "")
        path = disk.folder / f"{name}.toml"
        pack = Pack(path, Scope.PERSONAL, "", name, title or name, description, maintainer)
        source = pack_text(pack)
    else:
        source = old.decode()
    source = edited(source, replace=edits.replace, remove=edits.remove, append=edits.append)
    if edits.remove and _is_empty(source):
        return None
    return arranged(source, order).encode()


def _is_empty(source: str) -> bool:
    """Whether nothing of a person's is in a pack any more; what it says of itself others have."""
    values = read_toml(normal_newlines(source))
    return not isinstance(values, TomlTrouble) and "#" not in source and values.keys() <= {"format", "pack"}


class _Images:
    """Where the pictures of phrases that are written go, and the names that the phrases have for them then."""

    def __init__(self, disk: Disk, decision: Decision, contents: Mapping[str, bytes]) -> None:
        self._disk, self._contents = disk, contents
        self._added = Pictures()
        self._changed: dict[str, bytes] = {}
        self._users: dict[str, set[str]] = defaultdict(set)
        for phrase in disk.phrases.values():
            for name in phrase.images:
                self._users[name].add(phrase.id)
        self.phrases = [self._with_names(one, decision.pictures[one.id]) for one in decision.write.values()]

    def files(self) -> list[FileChange]:
        """The pictures to be written."""
        added = [FileChange(path, replacing(None, data)) for path, data in self._added.new.items()]
        changed = [
            FileChange(self._disk.folder / name, replacing(_content(self._disk.folder / name), data))
            for name, data in self._changed.items()
        ]
        return [*added, *changed]

    def _with_names(self, phrase: Phrase, digests: Sequence[str]) -> Phrase:
        old = self._disk.phrases.get(phrase.id)
        before = old.images if old and len(old.images) == len(digests) else phrase.images
        rows = zip(phrase.images, before, digests, strict=True)
        return msgspec.structs.replace(phrase, images=tuple(self._placed(phrase.id, *row) for row in rows))

    def _placed(self, phrase: str, wanted: str, before: str, digest: str) -> str:
        """The name under which a phrase has this picture here; `before` is that of the one in its place until now."""
        for name in (wanted, before):
            there = self._disk.pictures.get(name)
            if there and there.digest == digest and name not in self._changed:
                return name
        for name in (wanted, before):
            if self._users[name] == {phrase} and name not in self._changed:  # nobody else needs the old one
                self._changed[name] = self._contents[digest]
                return name
        return self._added.place(self._disk.folder, wanted, self._contents[digest])


def _content(path: Path) -> bytes | None:
    try:
        return read_limited(path, MAX_IMAGE)
    except OSError:
        return None
