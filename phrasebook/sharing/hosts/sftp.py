"""SFTP as host, through paramiko. The server's key must be known to ssh already; it is never taken on trust.

A file is written beside its place and renamed. SFTP's rename (version 3) fails if the new name exists, and OpenSSH
makes it of link and unlink, so that it is exclusive (draft-ietf-secsh-filexfer-02, 6.5).
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit

from phrasebook.language import t
from phrasebook.sharing.errors import HostError
from phrasebook.sharing.hosts.base import Blob, compared, parts_of, too_large

if TYPE_CHECKING:
    from paramiko import SFTPClient, SSHClient

_T = TypeVar("_T")
_TIMEOUT = 20.0
"""Seconds for a connection, and for an answer."""


class SftpHost:
    """Files below a folder of an SFTP server: `sftp://USER@HOST:PORT/folder`, `/~/folder` for one at home."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.exclusive = True  # as OpenSSH does it; the probe finds servers whose rename replaces
        path = unquote(urlsplit(url).path).rstrip("/")
        self._root = path.removeprefix("/~/") if path.startswith("/~/") else path or "."
        self._ssh: SSHClient | None = None
        self._sftp: SFTPClient | None = None

    def get(self, name: str, limit: int) -> bytes | None:
        """The file."""

        def read(sftp: SFTPClient) -> bytes | None:
            try:
                with sftp.open(self._place(name), "rb") as file:
                    size = file.stat().st_size or 0
                    if size > limit:
                        raise too_large(self.url, name, limit)
                    file.prefetch(size)
                    return file.read(limit + 1)
            except FileNotFoundError:
                return None

        data = self._with(read, name)
        if data is not None and len(data) > limit:
            raise too_large(self.url, name, limit)
        return data

    def poll(self, name: str, limit: int, tag: str) -> Blob | None:
        """The file, if it changed."""
        return compared(self, name, limit, tag)

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Create it."""
        place = self._place(name)

        def create(sftp: SFTPClient) -> bool:
            temporary = self._written(sftp, place, data)
            try:
                sftp.rename(temporary, place)
            except OSError:
                _remove(sftp, temporary)
                if _exists(sftp, place):
                    return False
                raise
            return True

        return self._with(create, name)

    def put(self, name: str, data: bytes) -> None:
        """Create or replace it."""
        place = self._place(name)

        def replace(sftp: SFTPClient) -> None:
            temporary = self._written(sftp, place, data)
            try:
                sftp.posix_rename(temporary, place)
            except OSError:
                _remove(sftp, temporary)
                raise

        self._with(replace, name)

    def names(self, folder: str) -> tuple[str, ...]:
        """The files in a folder; what is being written is passed over."""

        def listed(sftp: SFTPClient) -> tuple[str, ...]:
            try:
                entries = sftp.listdir_attr(self._place(folder))
            except FileNotFoundError:
                return ()
            return tuple(
                sorted(
                    entry.filename
                    for entry in entries
                    if stat.S_ISREG(entry.st_mode or 0) and not entry.filename.startswith(".")
                )
            )

        return self._with(listed, folder)

    def delete(self, name: str) -> None:
        """Remove it."""
        self._with(lambda sftp: _remove(sftp, self._place(name)), name)

    def close(self) -> None:
        """Give up the connection."""
        if self._ssh:
            self._ssh.close()
        self._ssh = self._sftp = None

    def _place(self, name: str) -> str:
        return "/".join((self._root, *parts_of(name)))

    def _with(self, job: Callable[[SFTPClient], _T], name: str) -> _T:
        """What `job` returns; over a new connection if the old one is gone."""
        from paramiko import SSHException

        for attempt in (1, 2):
            fresh = self._sftp is None
            try:
                return job(self._sftp or self._connected())
            except (SSHException, EOFError, ConnectionError, TimeoutError) as error:
                self.close()
                if fresh or attempt == 2:
                    raise self._unreachable(error) from error
            except OSError as error:
                raise HostError(
                    f"{self.url}: {name}: {error.strerror or error}",
                    t("检查这个用户在服务器上的权限", "check what this user may do on the server"),
                ) from error
        raise AssertionError("the second attempt returns or raises")

    def _connected(self) -> SFTPClient:
        import paramiko  # 130 ms

        asked = _asked(self.url)
        ssh = paramiko.SSHClient()
        ssh.set_missing_host_key_policy(paramiko.RejectPolicy())
        with contextlib.suppress(OSError):  # no such file: every host is unknown then
            ssh.load_system_host_keys(asked.known_hosts)
        try:
            ssh.connect(
                asked.host,
                port=asked.port,
                username=asked.user,
                password=os.environ.get("PHRASEBOOK_SFTP_PASSWORD"),
                key_filename=asked.keys,
                timeout=_TIMEOUT,
                banner_timeout=_TIMEOUT,
                auth_timeout=_TIMEOUT,
            )
            sftp = ssh.open_sftp()
            if channel := sftp.get_channel():
                channel.settimeout(_TIMEOUT)
        except (paramiko.SSHException, OSError, EOFError) as error:
            ssh.close()
            raise self._refused(error) from error
        self._ssh, self._sftp = ssh, sftp
        return sftp

    def _written(self, sftp: SFTPClient, place: str, data: bytes) -> str:
        """A file beside `place` with these bytes."""
        folder = place.rpartition("/")[0]
        temporary = f"{folder}/.{os.urandom(8).hex()}.tmp"
        try:
            file = sftp.open(temporary, "wbx")
        except FileNotFoundError:
            _make_folder(sftp, folder)
            file = sftp.open(temporary, "wbx")
        with file:
            file.set_pipelined(True)
            file.write(data)
        return temporary

    def _refused(self, error: Exception) -> HostError:
        """Why there is no connection, and what to do."""
        from paramiko import AuthenticationException, BadHostKeyException, SSHException

        host = urlsplit(self.url).netloc
        if isinstance(error, BadHostKeyException):
            return HostError(
                t(f"{host} 的主机密钥变了，没有连接", f"the host key of {host} has changed; not connected"),
                t(
                    "先问管理员是否换过；确认后用 ssh-keygen -R 删掉旧的",
                    "ask whoever keeps the host; if it is right, remove the old one with ssh-keygen -R",
                ),
            )
        if isinstance(error, AuthenticationException):
            return HostError(
                t(f"{host} 不让登录", f"{host} doesn't let you in"),
                t("检查用户名和 ~/.ssh 里的密钥", "check the user's name and your key in ~/.ssh"),
            )
        if isinstance(error, SSHException) and "known_hosts" in str(error):
            return HostError(
                t(f"不认识 {host} 的主机密钥，没有连接", f"the host key of {host} isn't known; not connected"),
                t("先用 ssh 连接一次，核对指纹", "connect with ssh once, and compare the fingerprint"),
            )
        return self._unreachable(error)

    def _unreachable(self, error: Exception) -> HostError:
        reason = str(error).removeprefix("[Errno None] ") or type(error).__name__
        return HostError(
            t(f"连不上 {self.url}：{reason}", f"{self.url} can't be reached: {reason}"),
            t("检查网络和地址", "check the network and the address"),
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where to connect: what the address says, and what ~/.ssh/config adds."""

    host: str
    port: int
    user: str | None
    keys: Any
    """Names of files, as paramiko takes them."""
    known_hosts: str


def _asked(url: str) -> _Asked:
    from paramiko import SSHConfig

    parts = urlsplit(url)
    folder = Path.home() / ".ssh"
    try:
        with (folder / "config").open(encoding="utf-8") as file:
            config = SSHConfig.from_file(file).lookup(parts.hostname or "")
    except OSError:
        config = SSHConfig().lookup(parts.hostname or "")
    known = config.get("userknownhostsfile", "").split(" ")[0] or str(folder / "known_hosts")
    return _Asked(
        host=config.get("hostname") or parts.hostname or "",
        port=parts.port or int(config.get("port", 22)),
        user=unquote(parts.username) if parts.username else config.get("user"),
        keys=config.get("identityfile"),
        known_hosts=str(Path(known).expanduser()),
    )


def _exists(sftp: SFTPClient, place: str) -> bool:
    try:
        sftp.stat(place)
    except FileNotFoundError:
        return False
    return True


def _remove(sftp: SFTPClient, place: str) -> None:
    try:
        sftp.remove(place)
    except FileNotFoundError:
        return


def _make_folder(sftp: SFTPClient, folder: str) -> None:
    """Make the folder and those above it; somebody else may be doing the same."""
    if not folder or _exists(sftp, folder):
        return
    _make_folder(sftp, folder.rpartition("/")[0])
    try:
        sftp.mkdir(folder)
    except OSError:
        if not _exists(sftp, folder):
            raise
