"""The join string: the one thing that an agent must be told by somebody they trust."""

from __future__ import annotations

import re
from dataclasses import dataclass

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.sharing.hosts import normal_url

_JOIN = re.compile(r"(\S+)#([1-9][0-9]{0,8}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Join:
    """What an agent must be told once, by somebody they trust: where the packs are, and who is their company."""

    url: str
    version: int
    fingerprint: str
    """SHA-256 of that version of the root, in hex."""

    def __str__(self) -> str:
        return f"{self.url}#{self.version}:{self.fingerprint}"


def parse_join(text: str) -> Join:
    """The join string in `text`.

    Raises:
        UsageError: it isn't one.
    """
    match = _JOIN.fullmatch("".join(text.split()))  # chats break long lines
    if not match:
        raise UsageError(
            t("这不是加入码", "this isn't a join string"),
            t("加入码像 网址#1:64 位十六进制数，请整条粘贴", "it looks like ADDRESS#1:64 hex digits; paste all of it"),
        )
    return Join(normal_url(match[1]), int(match[2]), match[3])
