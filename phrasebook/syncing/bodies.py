"""A phrase as other machines get it, and back: the keys of docs/packs.md, its pack, its pictures by their content."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import msgspec

from phrasebook.digest import blake2b
from phrasebook.model import Phrase, Scope
from phrasebook.pack.fields import KNOWN, Home, read_phrase
from phrasebook.pack.ids import ID
from phrasebook.pack.names import name_trouble
from phrasebook.pack.wanted import tidy
from phrasebook.sharing.personal import Body

_SAID = tuple(key for key in KNOWN if key != "id")
_DAYS = ("valid_from", "valid_until")
_DIGEST = re.compile(r"[0-9a-f]{40}")


def body_of(phrase: Phrase, pictures: Mapping[str, str]) -> dict[str, Any]:
    """What a phrase says, as JSON has it; `pictures` has the digest of each of its pictures."""
    neat = tidy(phrase)
    body: dict[str, Any] = {key: value for key in (*_SAID, "extra") if (value := _plain(getattr(neat, key)))}
    body["pack"] = phrase.pack
    if neat.images:
        body["pictures"] = [pictures[name] for name in neat.images]
    return body


def phrase_of(phrase: str, body: Body) -> Phrase | None:
    """The phrase that a body means, all rules of the format checked; None if no honest machine would have sent it."""
    pack, pictures, images = body.get("pack"), body.get("pictures", []), body.get("images", [])
    if not ID.fullmatch(phrase) or not isinstance(pack, str) or name_trouble(pack):
        return None
    if not isinstance(pictures, list) or not isinstance(images, list) or len(pictures) != len(images):
        return None
    if not all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in pictures):
        return None
    if not all(isinstance(name, str) and _is_plain(name) for name in images):
        return None
    table = {key: body[key] for key in _SAID if key in body}
    try:
        table |= {key: date.fromisoformat(table[key]) for key in _DAYS if key in table}
        unknown = tomllib.loads(body.get("extra", ""))
    except (ValueError, TypeError, RecursionError):
        return None
    read = read_phrase({**unknown, **table}, Home(Scope.PERSONAL, "", pack))
    return msgspec.structs.replace(read, id=phrase) if isinstance(read, Phrase) else None


def _is_plain(name: str) -> bool:
    """Whether a picture's name can't be that of a pack or of something hidden."""
    return not name.endswith(".toml") and not any(map(name_trouble, PurePosixPath(name).parts))


def digest_of(body: Body) -> str:
    """What tells whether a body has changed."""
    return blake2b(msgspec.json.encode(body, order="deterministic"), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
