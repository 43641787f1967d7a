"""tuf's client over one of our hosts, its errors in our words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Snapshot, Targets
from tuf.ngclient import Updater, UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface

from phrasebook.files import read_limited
from phrasebook.language import t
from phrasebook.sharing.errors import HostError, SharingError, TrustError
from phrasebook.sharing.hosts.base import Host, missing
from phrasebook.sharing.join import Join
from phrasebook.sharing.names import Place
from phrasebook.sharing.plan import Wanted, sha256_of
from phrasebook.sharing.repository import DOCUMENT_LIMIT
from phrasebook.sharing.trust import first_root, places

_SCHEME = "host:/"
_ROOT_LIMIT = 512_000
_ROOTS = 10_000
"""Roots that may follow on the join string's: each lead who comes or goes makes one."""

logging.getLogger("tuf").setLevel(logging.CRITICAL)  # what goes wrong is raised; the rest is nobody's business


class Client:
    """What an agent may believe of a company's host. One use: `refresh`, then `role` and `download`."""

    def __init__(self, host: Host, join: Join, folder: Path) -> None:
        """Begin with the root that the join string vouches for, from the disk or from the host.

        Raises:
            TrustError: the host shows another company.
            HostError: it can't be reached.
        """
        self.fetcher = _Fetcher(host)
        self._metadata = folder / "metadata"
        self._host = host
        self._metadata.mkdir(parents=True, exist_ok=True)
        root = _trusted_root(host, join, self._metadata)
        with _words(host.url):
            self._updater = Updater(
                str(self._metadata),
                f"{_SCHEME}metadata/",
                str(folder / "files"),
                f"{_SCHEME}targets/",
                self.fetcher,
                UpdaterConfig(
                    max_root_rotations=_ROOTS, root_max_length=_ROOT_LIMIT, targets_max_length=DOCUMENT_LIMIT
                ),
                bootstrap=root,
            )

    def refresh(self) -> int:
        """Verify root, timestamp, snapshot and targets; the snapshot's number.

        Raises:
            TrustError: they aren't signed by those who may, older than what was seen, or out of date.
            HostError: they can't be read.
        """
        with _words(self._host.url):
            self._updater.refresh()
            return self._snapshot().version

    def places(self) -> frozenset[Place]:
        """The places that the company has."""
        with _words(self._host.url):
            return frozenset(places(self._document("targets")).values())

    def role(self, place: Place) -> Targets | None:
        """The verified role of a place; None: nothing was ever published there.

        Raises:
            TrustError, HostError: as for `refresh`.
        """
        with _words(self._host.url):
            if f"{place.role}.json" not in self._snapshot().meta:
                return None
            self._updater.get_targetinfo(f"{place.folder}/none")  # loads and verifies the role on its way
            return self._document(place.role)

    def download(self, wanted: Wanted, path: Path) -> None:
        """Put a file at `path`, verified.

        Raises:
            TrustError, HostError: as for `refresh`.
        """
        with _words(self._host.url):
            info = self._updater.get_targetinfo(wanted.target.path)  # the walk decides who may list it
            if info is None or sha256_of(info) != sha256_of(wanted.info):
                raise TrustError(t(f"{wanted.file} 没有人有权发布", f"nobody may publish {wanted.file}"))
            self._updater.download_target(info, str(path))

    def _snapshot(self) -> Snapshot:
        metadata: Metadata[Snapshot] = Metadata.from_file(str(self._metadata / "snapshot.json"))
        return metadata.signed

    def _document(self, role: str) -> Targets:
        metadata: Metadata[Targets] = Metadata.from_file(str(self._metadata / f"{role}.json"))
        return metadata.signed


class _Fetcher(FetcherInterface):
    """Reads through a Host, which keeps to the limit while it reads."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.requests = 0
        self.bytes = 0

    def _fetch(self, url: str) -> Iterator[bytes]:
        raise NotImplementedError("download_file is ours")

    @contextmanager
    def download_file(self, url: str, max_length: int) -> Iterator[IO[bytes]]:
        name = url.removeprefix(_SCHEME)
        data = self._host.get(name, max_length)
        self.requests += 1
        if data is None:
            raise DownloadHTTPError(f"no {name}", 404)
        self.bytes += len(data)
        yield BytesIO(data)


def _trusted_root(host: Host, join: Join, metadata: Path) -> bytes:
    kept = metadata / "root_history" / f"{join.version}.root.json"
    try:
        data = read_limited(kept, _ROOT_LIMIT)
        first_root(data, join)
    except (OSError, TrustError):  # not here yet, or damaged
        name = f"metadata/{join.version}.root.json"
        found = host.get(name, _ROOT_LIMIT)
        if found is None:
            raise missing(host.url, name) from None
        first_root(found, join)
        return found
    return data


@contextmanager
def _words(url: str) -> Iterator[None]:
    """The errors of tuf as ours."""
    try:
        yield
    except ExpiredMetadataError as error:
        raise TrustError(
            t(f"{url} 上的话术已经很久没有确认", f"nobody has confirmed the packs at {url} for too long"),
            t(
                "先看这台电脑的日期对不对；对的话请主管运行 phrasebook publish refresh",
                "check this computer's date; if it is right, ask a lead to run `phrasebook publish refresh`",
            ),
        ) from error
    except BadVersionNumberError as error:
        raise TrustError(
            t(f"{url} 上的内容比见过的旧，没有采用", f"what {url} holds is older than what was seen; not taken"),
            t(
                "一直这样就告诉管理员：主机可能被退回了旧状态",
                "if it stays, tell your lead: the host may have been rolled back",
            ),
        ) from error
    except (UnsignedMetadataError, LengthOrHashMismatchError) as error:
        raise TrustError(
            t(f"{url} 上有文件被人改过，没有采用：{error}", f"a file at {url} was tampered with; not taken: {error}"),
            t("请告诉主管", "tell your lead"),
        ) from error
    except DownloadHTTPError as error:
        raise HostError(
            t(f"{url} 上缺文件：{error}", f"a file is missing at {url}: {error}"),
            t("稍后再试；一直这样请告诉主管", "try later; if it stays, tell your lead"),
        ) from error
    except (RepositoryError, DownloadError, ValueError, RecursionError) as error:
        raise TrustError(
            t(f"{url} 上的内容不对，没有采用：{error}", f"what {url} holds is wrong; not taken: {error}"),
            t("请告诉主管", "tell your lead"),
        ) from error
    except OSError as error:
        raise SharingError(f"{error.filename or url}: {error.strerror or error}") from error
