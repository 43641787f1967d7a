"""Hosts that keep published files: a folder, S3, SFTP, WebDAV, and any web server for reading.

Addresses: `/mnt/share/phrases` or `file:///mnt/share/phrases`; `https://HOST/PATH` and `http://` (read only);
`davs://USER@HOST/PATH` and `dav://` (WebDAV over HTTPS, over HTTP); `sftp://USER@HOST:PORT/PATH`, PATH from the root,
or `/~/PATH` from the user's home; `s3://BUCKET/PREFIX?endpoint=URL&region=R`.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.sharing.hosts.base import Blob, Host

__all__ = ["Blob", "Host", "normal_url", "open_host"]

_SCHEMES = ("file", "http", "https", "dav", "davs", "sftp", "s3")


def open_host(url: str) -> Host:
    """The host at an address. Nothing is connected to yet.

    Raises:
        UsageError: the address isn't one, or holds a password.
    """
    url = normal_url(url)
    parts = urlsplit(url)
    if parts.scheme == "file":
        from phrasebook.sharing.hosts.folder import FolderHost

        return FolderHost(Path(unquote(url.removeprefix("file://"))), url)
    if parts.scheme in ("http", "https"):
        from phrasebook.sharing.hosts.web import WebHost

        return WebHost(url, url)
    if parts.scheme in ("dav", "davs"):
        from phrasebook.sharing.hosts.webdav import WebDavHost, authorization

        scheme = "https" if parts.scheme == "davs" else "http"
        bare = parts.netloc.rpartition("@")[2]
        return WebDavHost(url, f"{scheme}://{bare}{parts.path}", authorization(url))
    if parts.scheme == "sftp":
        from phrasebook.sharing.hosts.sftp import SftpHost

        return SftpHost(url)
    from phrasebook.sharing.hosts.s3 import S3Host

    return S3Host(url)


def normal_url(text: str) -> str:
    """The one way in which an address is written; a path becomes a file:// address. No spaces, no password.

    Raises:
        UsageError: it isn't an address, or holds a password.
    """
    text = text.strip()
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):", text)
    if not scheme:
        if not text:
            raise _no_address(text)
        return "file://" + _escaped(Path(text).expanduser().absolute().as_posix())
    parts = urlsplit(text)
    if parts.scheme not in _SCHEMES:
        raise _no_address(text)
    if parts.scheme == "file":
        if not parts.path.startswith("/") or parts.netloc or parts.query:
            raise _no_address(text)
        return "file://" + _escaped(unquote(parts.path).rstrip("/") or "/")
    if parts.password is not None:
        raise UsageError(
            t("地址里不能写密码", "an address can't hold a password"),
            t("见 docs/publishing.md 的“密码放在哪里”", 'see "Where passwords go" in docs/publishing.md'),
        )
    if not parts.hostname or (parts.query and parts.scheme != "s3") or parts.fragment or re.search(r"\s", text):
        raise _no_address(text)
    return text.rstrip("/")


def _escaped(path: str) -> str:
    """A path in which nothing ends an address or a join string; Chinese stays readable."""
    return re.sub(r"[%#?\s]", lambda match: f"%{ord(match[0]):02X}", path)


def _no_address(text: str) -> UsageError:
    text = re.sub(r":[^/@]*@", ":…@", text)  # never print a password
    return UsageError(
        t(f"{text!r} 不是能用的地址", f"{text!r} isn't an address that can be used"),
        t(
            "写一个文件夹的路径，或 https://、davs://、sftp://、s3:// 的地址",
            "give a folder's path, or an address with https://, davs://, sftp:// or s3://",
        ),
    )
