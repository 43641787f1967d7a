"""Creation on hosts where it isn't exclusive: write, wait longer than a slow write takes, and see whose bytes stayed.

It makes clashes of two publishers rare and mostly noticed, not impossible. Whoever publishes is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from phrasebook.sharing.errors import TooLargeError
from phrasebook.sharing.hosts.base import Blob, Host

SETTLE = 1.0
"""Seconds. Two writers whose requests overlap by less see the same winner; a PUT of a few KB takes 5 to 200 ms."""


class SettlingHost:
    """A host whose `put_if_absent` reads back what it wrote."""

    exclusive = False

    def __init__(self, host: Host, wait: Callable[[float], None] = time.sleep) -> None:
        self.url = host.url
        self._host = host
        self._wait = wait

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Create it; False as well if somebody else's bytes stayed."""
        if not self._host.put_if_absent(name, data):
            return False
        self._wait(SETTLE)  # there is nothing to wait for: the host doesn't tell of other writers
        try:
            return self._host.get(name, len(data)) == data
        except TooLargeError:
            return False

    def get(self, name: str, limit: int) -> bytes | None:
        """The file."""
        return self._host.get(name, limit)

    def poll(self, name: str, limit: int, tag: str) -> Blob | None:
        """The file, if it changed."""
        return self._host.poll(name, limit, tag)

    def put(self, name: str, data: bytes) -> None:
        """Create or replace it."""
        self._host.put(name, data)

    def names(self, folder: str) -> tuple[str, ...]:
        """The files in a folder."""
        return self._host.names(folder)

    def delete(self, name: str) -> None:
        """Remove it."""
        self._host.delete(name)

    def close(self) -> None:
        """Give up connections."""
        self._host.close()
