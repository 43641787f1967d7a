"""A web server or CDN as host, for reading. docs/publishing.md says which headers it should send."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from phrasebook.language import t
from phrasebook.sharing.errors import HostError
from phrasebook.sharing.hosts.base import TIMESTAMP, Blob, missing, parts_of, read_only, too_large

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

_CONNECT = 10.0
"""Seconds for a connection."""
_QUIET = 20.0
"""Seconds without a single byte, then the server counts as gone."""
_SLOWEST = 4_000
"""Bytes a second; a transfer slower than this from end to end is broken off."""
_CHUNK = 2**16

_MISSING = (403, 404, 410)
"""403: what object stores answer for a missing file to those who may not list."""


class WebHost:
    """Files below an address, read with GET. Proxies are taken from the environment, as browsers do."""

    exclusive = False

    def __init__(self, url: str, address: str, headers: Mapping[str, str] | None = None) -> None:
        self.url = url
        self._address = address.rstrip("/")
        self._headers = dict(headers or {})
        self._pool = _pool(address)

    def get(self, name: str, limit: int) -> bytes | None:
        """The file."""
        headers = {"Cache-Control": "no-cache"} if name == TIMESTAMP else {}
        response = self._request("GET", name, headers)
        if response.status in _MISSING:
            response.release_conn()
            return None
        return self._body(response, name, limit)

    def poll(self, name: str, limit: int, tag: str) -> Blob | None:
        """The file, if its ETag isn't `tag` any more.

        nginx makes an ETag of the second and the length, so that two changes within a second may look alike: ask now
        and then without a tag.
        """
        headers = {"Cache-Control": "no-cache"} | ({"If-None-Match": tag} if tag else {})
        response = self._request("GET", name, headers)
        if response.status == 304:
            response.release_conn()
            return None
        if response.status in _MISSING:
            response.release_conn()
            raise missing(self.url, name)
        found = response.headers.get("ETag", "")
        return Blob(self._body(response, name, limit), found)

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Refuse: a web server is only read."""
        raise read_only(self.url)

    def put(self, name: str, data: bytes) -> None:
        """Refuse: a web server is only read."""
        raise read_only(self.url)

    def names(self, folder: str) -> tuple[str, ...]:
        """Refuse: a web server doesn't tell."""
        raise read_only(self.url)

    def delete(self, name: str) -> None:
        """Refuse: a web server is only read."""
        raise read_only(self.url)

    def close(self) -> None:
        """Give up connections."""
        self._pool.clear()

    def _place(self, name: str) -> str:
        return f"{self._address}/{quote('/'.join(parts_of(name)))}"

    def _request(
        self, method: str, name: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> BaseHTTPResponse:
        """The response, its body unread.

        Raises:
            HostError: the server can't be reached or wants a password.
        """
        from urllib3 import Timeout  # urllib3 takes 40 ms to import
        from urllib3.exceptions import HTTPError

        # identity: a compressed answer would have to be unpacked before its size is known
        asked = {"Accept-Encoding": "identity", "User-Agent": "phrasebook"} | self._headers | dict(headers)
        try:
            response = self._pool.request(
                method,
                self._place(name),
                body=body,
                headers=asked,
                preload_content=False,
                decode_content=False,
                redirect=method == "GET",
                timeout=Timeout(connect=_CONNECT, read=_QUIET),
            )
        except HTTPError as error:
            raise self._unreachable(error) from error
        if response.status in (401, 407):
            response.release_conn()
            raise HostError(
                t(f"{self.url} 需要用户名和密码", f"{self.url} wants a user and a password"),
                t("见 docs/publishing.md 的“密码放在哪里”", 'see "Where passwords go" in docs/publishing.md'),
            )
        return response

    def _body(self, response: BaseHTTPResponse, name: str, limit: int) -> bytes:
        """All of a 200's body."""
        from urllib3.exceptions import HTTPError

        deadline = time.monotonic() + _QUIET + limit / _SLOWEST
        parts: list[bytes] = []
        size = 0
        try:
            if response.status != 200:
                raise self._answered(response, name)
            while chunk := response.read1(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise too_large(self.url, name, limit)
                if time.monotonic() > deadline:
                    raise HostError(t(f"{self.url} 太慢：{name}", f"{self.url} is too slow: {name}"))
                parts.append(chunk)
        except (HTTPError, OSError) as error:
            response.close()
            raise self._unreachable(error) from error
        except HostError:
            response.close()  # not back into the pool: the rest is unread
            raise
        response.release_conn()
        return b"".join(parts)

    def _answered(self, response: BaseHTTPResponse, name: str) -> HostError:
        return HostError(
            t(f"{self.url} 对 {name} 回答 {response.status}", f"{self.url} answered {response.status} for {name}"),
            t("稍后再试；一直这样就请管理员看服务器日志", "try later; if it stays, have a look at the server's log"),
        )

    def _unreachable(self, error: Exception) -> HostError:
        reason = str(getattr(error, "reason", None) or error).rpartition("): ")[2]  # what the connection is, we say
        return HostError(
            t(f"连不上 {self.url}：{reason}", f"{self.url} can't be reached: {reason}"),
            t("检查网络和网址", "check the network and the address"),
        )


def _pool(address: str) -> PoolManager:
    """Connections to this address, through the proxy that the environment names, if any."""
    from urllib.request import getproxies, proxy_bypass

    from urllib3 import PoolManager, ProxyManager, Retry

    # a connection that was closed meanwhile is opened anew; answers aren't asked for twice
    retries = Retry(total=5, connect=2, read=1, redirect=3, status=0, other=0, backoff_factor=0.2)
    parts = urlsplit(address)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        return ProxyManager(proxy, retries=retries, maxsize=4)
    return PoolManager(retries=retries, maxsize=4)
