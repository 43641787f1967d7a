"""WebDAV as host (Apache, nginx, Nextcloud, 坚果云). Its creation isn't exclusive: docs/decisions/0007."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from phrasebook.language import t
from phrasebook.sharing.errors import HostError
from phrasebook.sharing.hosts.base import parts_of
from phrasebook.sharing.hosts.web import WebHost

_LISTING = 2**24
"""Bytes of an answer to PROPFIND."""


class WebDavHost(WebHost):
    """Files below a WebDAV address. A file is put beside its place and moved there, so that it appears whole."""

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Create it; between two writers at the same time the server may let both believe they did."""
        if self._ask("HEAD", name, {}) == 200:
            return False
        return self._moved(name, data, {"Overwrite": "F"})

    def put(self, name: str, data: bytes) -> None:
        """Create or replace it."""
        self._moved(name, data, {"Overwrite": "T"})

    def names(self, folder: str) -> tuple[str, ...]:
        """The files in a folder."""
        from defusedxml.ElementTree import ParseError, fromstring  # the server's XML may be hostile

        response = self._request("PROPFIND", folder, {"Depth": "1"})
        if response.status == 404:
            response.release_conn()
            return ()
        if response.status != 207:
            raise self._answered(response, folder)
        response.status = 200
        data = self._body(response, folder, _LISTING)
        try:
            tree = fromstring(data)
        except (ParseError, ValueError) as error:
            raise HostError(f"{self.url}: {folder}: {error}") from error
        found = []
        for answer in tree.iter("{DAV:}response"):
            path = unquote(urlsplit(answer.findtext("{DAV:}href") or "").path)
            if answer.find(".//{DAV:}collection") is None:
                found.append(path.rpartition("/")[2])
        return tuple(sorted(name for name in found if re.match(r"[A-Za-z0-9_-]", name)))

    def delete(self, name: str) -> None:
        """Remove it."""
        self._expect(self._ask("DELETE", name, {}), (200, 204, 404), name)

    def _moved(self, name: str, data: bytes, overwrite: Mapping[str, str]) -> bool:
        folder = name.rpartition("/")[0]
        temporary = f"{folder}/new-{os.urandom(8).hex()}"
        status = self._ask("PUT", temporary, {"Content-Type": "application/octet-stream"}, data)
        if status in (403, 404, 409):  # Apache: 403 or 409 where the folder is missing, nginx: 409, others: 404
            self._make_folder(folder)
            status = self._ask("PUT", temporary, {"Content-Type": "application/octet-stream"}, data)
        self._expect(status, (200, 201, 204), name)
        moved = self._ask("MOVE", temporary, {"Destination": self._place(name), **overwrite})
        if moved == 412:
            self.delete(temporary)
            return False
        self._expect(moved, (200, 201, 204), name)
        return True

    def _make_folder(self, folder: str) -> None:
        parts = parts_of(folder)
        for depth in range(1, len(parts) + 1):
            self._expect(self._ask("MKCOL", "/".join(parts[:depth]), {}), (200, 201, 204, 301, 405), folder)

    def _ask(self, method: str, name: str, headers: Mapping[str, str], body: bytes | None = None) -> int:
        """The status of a request whose answer nobody reads."""
        response = self._request(method, name, headers, body)
        response.drain_conn()
        response.release_conn()
        return int(response.status)

    def _expect(self, status: int, fine: tuple[int, ...], name: str) -> None:
        if status in fine:
            return
        hint = t("检查这个用户的写入权限", "check whether this user may write there")
        if status == 507:
            hint = t("主机的空间满了", "the host is full")
        raise HostError(t(f"{self.url} 不接受 {name}（{status}）", f"{self.url} doesn't take {name} ({status})"), hint)


def authorization(url: str) -> dict[str, str]:
    """The header for the user in the address (password: PHRASEBOOK_WEBDAV_PASSWORD), else for the host in ~/.netrc."""
    parts = urlsplit(url)
    user, password = parts.username or "", os.environ.get("PHRASEBOOK_WEBDAV_PASSWORD", "")
    if not user or not password:
        user, password = _from_netrc(parts.hostname or "", user) or (user, password)
    if not user:
        return {}
    token = base64.b64encode(f"{unquote(user)}:{password}".encode()).decode()
    return {"Authorization": f"Basic {token}"}


def _from_netrc(host: str, user: str) -> tuple[str, str] | None:
    from netrc import NetrcParseError, netrc

    try:
        found = netrc().authenticators(host)
    except (OSError, NetrcParseError):  # there is none, or others may read it
        return None
    if not found or (user and found[0] != unquote(user)):
        return None
    return found[0], found[2] or ""
