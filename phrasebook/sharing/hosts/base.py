"""What publishing needs of a host: a handful of verbs on named files. Nobody trusts it with more than keeping them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from phrasebook.language import t
from phrasebook.sharing.errors import HostError, TooLargeError

TIMESTAMP = "metadata/timestamp.json"
"""The only file that is ever overwritten."""

_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's bytes, and the tag by which the host can say that they are still the same ("": it can't)."""

    data: bytes
    tag: str


class Host(Protocol):
    """A place that keeps files under names such as `metadata/3.snapshot.json`.

    Every method raises HostError when the host can't be reached or refuses, and for a name that leads elsewhere.
    """

    @property
    def url(self) -> str:
        """Where it is, for people; never holds a password."""

    @property
    def exclusive(self) -> bool:
        """Whether of several `put_if_absent` of one name at the same time only one can return True."""

    def get(self, name: str, limit: int) -> bytes | None:
        """The whole file; None: there is none. Raises TooLargeError beyond `limit` bytes, without reading on."""

    def poll(self, name: str, limit: int, tag: str) -> Blob | None:
        """The file if it isn't the one that had this tag; None: it still is. A missing file is a HostError."""

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Create the file, whole at once; False: there is one already, and nothing was changed."""

    def put(self, name: str, data: bytes) -> None:
        """Create or replace the file, whole at once."""

    def names(self, folder: str) -> tuple[str, ...]:
        """The files straight in this folder, without its name, sorted; none where there is no such folder."""

    def delete(self, name: str) -> None:
        """Remove the file, if it is there."""

    def close(self) -> None:
        """Give up connections."""


def parts_of(name: str) -> tuple[str, ...]:
    """The parts of a file's name on a host.

    Raises:
        HostError: it isn't made of plain ASCII names, so that it could lead elsewhere.
    """
    parts = tuple(name.split("/"))
    if all(_PART.fullmatch(part) for part in parts):
        return parts
    raise HostError(t(f"主机上不能有这样的文件名：{name!r}", f"no file on a host can be called {name!r}"))


def compared(host: Host, name: str, limit: int, tag: str) -> Blob | None:
    """`poll` for hosts where reading a small file costs no more than asking about it; the tag is the content's hash."""
    data = host.get(name, limit)
    if data is None:
        raise missing(host.url, name)
    found = sha256(data).hexdigest()
    return None if found == tag else Blob(data, found)


def missing(url: str, name: str) -> HostError:
    """The error for a file that must be there."""
    return HostError(
        t(f"{url} 上没有 {name}", f"{url} doesn't hold {name}"),
        t("检查网址；也可能没有读取权限", "check the address; perhaps it may not be read"),
    )


def too_large(url: str, name: str, limit: int) -> TooLargeError:
    """The error for a file beyond its limit."""
    return TooLargeError(
        t(f"{url} 上的 {name} 超过 {limit} 字节，没有读完", f"{name} on {url} exceeds {limit} bytes; not read on"),
        t("请通知管理员：这个文件可能被换过", "tell whoever keeps the host: somebody may have replaced it"),
    )


def read_only(url: str) -> HostError:
    """The error for writing to a host that can only be read."""
    return HostError(
        t(f"{url} 只能读取，不能发布", f"{url} can only be read, not published to"),
        t(
            "用文件夹、s3://、sftp:// 或 davs:// 的地址发布，用 --read-url 把这个网址给客服",
            "publish to a folder, s3://, sftp:// or davs://, and give this address to agents with --read-url",
        ),
    )
