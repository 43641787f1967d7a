"""Personal copies of subscribed phrases: they keep the original's id, and remember what its reply said when copied."""

from __future__ import annotations

import msgspec

from phrasebook.digest import blake2b
from phrasebook.model import Phrase, Scope

KEY = "copied_from"
"""The key in the copy's file, which packs keep because they don't know it."""


def copy_of(original: Phrase, wanted: Phrase, pack: str) -> Phrase:
    """`wanted`, a changed `original`, as a phrase of the personal pack `pack` that takes the original's place."""
    return msgspec.structs.replace(
        noted(wanted, original),
        id=original.id,
        scope=Scope.PERSONAL,
        department="",
        pack=pack,
        line=0,
        provisional=False,
    )


def noted(copy: Phrase, original: Phrase) -> Phrase:
    """The copy, which from now on remembers the original as it is."""
    import tomllib  # for who writes only

    import tomli_w

    keys = tomllib.loads(copy.extra) | {KEY: content_of(original)}
    return msgspec.structs.replace(copy, extra=tomli_w.dumps(keys))


def is_copy(phrase: Phrase) -> bool:
    """Whether the phrase was made from a subscribed one."""
    return bool(copied_content(phrase))


def copied_content(phrase: Phrase) -> str:
    """The `content_of` the original when the copy was made; "": it is no copy."""
    if KEY not in phrase.extra:
        return ""
    import tomllib  # for copies only

    found = tomllib.loads(phrase.extra).get(KEY)
    return found if isinstance(found, str) else ""


def content_of(phrase: Phrase) -> str:
    """16 hex digits that follow from what is pasted: all wordings, and which pictures."""
    said = msgspec.msgpack.encode((phrase.wordings, phrase.images))
    return blake2b(said, digest_size=8).hexdigest()
