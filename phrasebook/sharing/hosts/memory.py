"""A host in memory, for tests: the plainest that keeps every promise."""

from __future__ import annotations

import threading

from phrasebook.sharing.hosts.base import Blob, compared, parts_of, too_large


class MemoryHost:
    """Files in a dict."""

    exclusive = True

    def __init__(self, url: str = "memory:") -> None:
        self.url = url
        self.files: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def get(self, name: str, limit: int) -> bytes | None:
        """The file."""
        parts_of(name)
        data = self.files.get(name)
        if data is not None and len(data) > limit:
            raise too_large(self.url, name, limit)
        return data

    def poll(self, name: str, limit: int, tag: str) -> Blob | None:
        """The file, if it changed."""
        return compared(self, name, limit, tag)

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Create it."""
        parts_of(name)
        with self._lock:
            if name in self.files:
                return False
            self.files[name] = data
            return True

    def put(self, name: str, data: bytes) -> None:
        """Create or replace it."""
        parts_of(name)
        self.files[name] = data

    def names(self, folder: str) -> tuple[str, ...]:
        """The files in a folder."""
        start = "/".join(parts_of(folder)) + "/"
        inside = (name.removeprefix(start) for name in list(self.files) if name.startswith(start))
        return tuple(sorted(name for name in inside if "/" not in name))

    def delete(self, name: str) -> None:
        """Remove it."""
        self.files.pop(name, None)

    def close(self) -> None:
        """Nothing to give up."""
