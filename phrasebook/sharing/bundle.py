"""A pack as it lies in the library, with its pictures: what a lead publishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from phrasebook.errors import PackError
from phrasebook.files import read_limited
from phrasebook.language import t
from phrasebook.model import Pack
from phrasebook.pack.images import MAX_IMAGE, with_pictures
from phrasebook.pack.read import parse_pack
from phrasebook.sharing.names import Place, Target, image_target, pack_target


@dataclass(frozen=True, slots=True)
class Bundle:
    """A pack's bytes and those of its pictures."""

    target: Target
    pack: Pack
    data: bytes
    images: Mapping[Target, bytes] = field(default_factory=dict)

    @property
    def files(self) -> dict[Target, bytes]:
        """Everything that is put on the host."""
        return {self.target: self.data, **self.images}


def read_bundle(path: Path, place: Place, data: bytes) -> Bundle:
    """The pack in this file, whose bytes `data` are, to be published to `place`.

    Raises:
        PackError: something in it can't be read, or a picture can't be sent. Agents would get less than the lead sees.
    """
    pack = with_pictures(parse_pack(data, path, place.scope, place.department), data)
    if pack.problems:
        raise PackError(str(pack.problems[0]), pack.problems[0].hint or t("改好再发布", "put that right, then publish"))
    images: dict[Target, bytes] = {}
    for name in sorted({name for phrase in pack.phrases for name in phrase.images}):
        try:
            images[image_target(place, name)] = read_limited(path.parent / name, MAX_IMAGE)
        except OSError as error:
            raise PackError(f"{path.parent / name}: {error.strerror or error}") from error
    return Bundle(pack_target(place, path.stem), pack, data, images)


def parsed(data: bytes, target: Target) -> Pack:
    """The pack that published bytes mean; its pictures aren't looked at.

    Raises:
        PackError: nothing of it can be used.
    """
    return parse_pack(data, Path(target.local), target.place.scope, target.place.department)


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return sha256(data).hexdigest()
