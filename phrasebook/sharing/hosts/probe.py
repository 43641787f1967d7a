"""Whether a host's creation is really exclusive: tried, since an S3 clone may ignore what it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

from phrasebook.sharing.errors import HostError
from phrasebook.sharing.hosts.base import Host

_ROUNDS = 3
_WRITERS = 4
"""Four writers at once, three times, found every host that isn't exclusive (python -m pytest
tests/contracts/test_hosts.py); one that gets it right twelve times may still be unlucky later."""


def is_exclusive(open_host: Callable[[], Host]) -> bool:
    """Whether of several writers of one new name exactly one is told that it wrote it, and its bytes stay.

    Each writer opens the host anew. Leaves nothing behind.

    Raises:
        HostError: the host can't be reached, or not written to.
    """
    with closing(open_host()) as host:
        if not host.exclusive:
            return False
        for _ in range(_ROUNDS):
            name = f"probe/{os.urandom(8).hex()}"
            try:
                if not _round(open_host, host, name) or not host.exclusive:
                    return False
            finally:
                with suppress(HostError):  # what is told is why the probe failed, not why its file stays
                    host.delete(name)
    return True


def _round(open_host: Callable[[], Host], host: Host, name: str) -> bool:
    offers = [f"{writer}".encode() for writer in range(_WRITERS)]
    with ThreadPoolExecutor(_WRITERS) as pool:
        told = list(pool.map(lambda data: _created(open_host, name, data), offers))
    winners = [data for data, created in zip(offers, told, strict=True) if created]
    return len(winners) == 1 and host.get(name, 16) == winners[0] and not host.put_if_absent(name, b"later")


def _created(open_host: Callable[[], Host], name: str, data: bytes) -> bool:
    with closing(open_host()) as host:
        return host.put_if_absent(name, data)
