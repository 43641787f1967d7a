"""Whether a company published something: asked once a minute by every agent, so it costs as little as can be.

One conditional request, without tuf. Over HTTP the standard library does it. Nothing is believed here: a change only
starts the update, which verifies; and an update runs once a day anyway.
"""

from __future__ import annotations

import contextlib
import os
import random
from contextlib import closing
from hashlib import sha256
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from phrasebook.language import t
from phrasebook.sharing.errors import HostError
from phrasebook.sharing.hosts import open_host
from phrasebook.sharing.hosts.base import TIMESTAMP

PERIOD = 60.0
"""Seconds between two polls."""
JITTER = 15.0
"""At most so much more, so that a company's agents, started at nine, don't all ask at once."""
_UNCONDITIONAL = 10
"""Every so many polls ask without a tag: nginx's tag is the second and the length, which two timestamps may share."""
_LIMIT = 16_384
_TIMEOUT = 20.0


def pause() -> float:
    """Seconds until the next poll: a minute and a bit, or what PHRASEBOOK_POLL_SECONDS says, for trying things out."""
    with contextlib.suppress(KeyError, ValueError):
        return max(1.0, float(os.environ["PHRASEBOOK_POLL_SECONDS"]))
    return PERIOD + random.uniform(0, JITTER)  # noqa: S311  # spreads requests, hides nothing


def can_poll(url: str) -> bool:
    """Whether a Poller can ask this address with nothing but the standard library."""
    return url.startswith(("http:", "https:", "file:"))


class Poller:
    """Watches the timestamp of one address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._tag = ""
        self._seen = ""
        self._polls = 0

    def changed(self) -> bool:
        """Whether the timestamp is another one than last time; the first time: True.

        Raises:
            HostError: it can't be read.
        """
        tag = "" if self._polls % _UNCONDITIONAL == 0 else self._tag
        self._polls += 1
        found = self._fetched(tag)
        if found is None:
            return False
        data, self._tag = found
        seen = sha256(data).hexdigest()
        changed = seen != self._seen
        self._seen = seen
        return changed

    def forget(self) -> None:
        """See a change at the next poll, since the update that followed on the last one failed."""
        self._seen = self._tag = ""

    def _fetched(self, tag: str) -> tuple[bytes, str] | None:
        """The timestamp and its tag; None: it still has this one."""
        if self.url.startswith(("http:", "https:")):
            return self._over_http(tag)
        with closing(open_host(self.url)) as host:
            blob = host.poll(TIMESTAMP, _LIMIT, tag)
        return (blob.data, blob.tag) if blob else None

    def _over_http(self, tag: str) -> tuple[bytes, str] | None:
        headers = {"User-Agent": "phrasebook", "Cache-Control": "no-cache"} | ({"If-None-Match": tag} if tag else {})
        request = Request(f"{self.url}/{TIMESTAMP}", headers=headers)  # noqa: S310  # http or https, as seen above
        try:
            with urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
                data = answer.read(_LIMIT + 1)
                if len(data) > _LIMIT:
                    raise HostError(t(f"{self.url} 的 {TIMESTAMP} 太大", f"{TIMESTAMP} on {self.url} is too large"))
                return data, answer.headers.get("ETag") or ""
        except HTTPError as error:
            error.close()
            if error.code == 304:
                return None
            raise HostError(t(f"{self.url} 回答 {error.code}", f"{self.url} answered {error.code}")) from error
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise HostError(t(f"连不上 {self.url}：{reason}", f"{self.url} can't be reached: {reason}")) from error
