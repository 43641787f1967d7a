"""An agent's update: verify, download what is new, swap the whole snapshot. Any failure keeps the packs that are there.

lock ─ client (verified metadata) ─ plan.offer ─ download into the cache ─ snapshot.install ─ state, news
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from phrasebook.errors import PackError
from phrasebook.language import t
from phrasebook.locks import locked
from phrasebook.model import Pack, Scope
from phrasebook.pack.read import parse_pack
from phrasebook.sharing.client import Client
from phrasebook.sharing.diff import Kind, pack_change
from phrasebook.sharing.errors import SharingError, TrustError
from phrasebook.sharing.hosts import Host, open_host
from phrasebook.sharing.plan import Offer, offer, oversized, sha256_of, vanished
from phrasebook.sharing.snapshot import cached, install, installed, is_cached
from phrasebook.sharing.subscription import News, State, Subscription, current, read_state, write_state

Progress = Callable[[int, int, str], None]

_NAMED = 5
"""Changed phrases of a pack that news name; of more nobody reads the names."""

_HEADER = re.compile(rb"^[ \t]*\[\[[ \t]*phrase[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of an update."""

    name: str
    changed: bool
    busy: bool = False
    """Another process was updating the same; nothing was done."""
    version: int = 0
    news: tuple[News, ...] = ()
    refused: tuple[str, ...] = ()
    """Files that no honest lead would list; they were left out."""
    requests: int = 0
    bytes: int = 0


def update(
    subscription: Subscription,
    folder: Path,
    *,
    wait: bool = False,
    host: Host | None = None,
    progress: Progress = lambda _done, _all, _name: None,
) -> Report:
    """Bring a subscription up to date. `folder` is its own; `wait` waits for another process that does the same.

    Raises:
        SharingError: it couldn't be verified or fetched; what was there before stays, and `state.json` says since when.
    """
    try:
        with locked(folder / "lock", wait=wait) as ours:
            if not ours:
                return Report(subscription.name, changed=False, busy=True)
            with closing(host or open_host(subscription.join.url)) as opened:
                return _updated(subscription, folder, opened, progress)
    except OSError as error:
        raise SharingError(
            t(f"写不了 {folder}：{error}", f"{folder} can't be written: {error}"),
            t("检查权限和磁盘空间", "check permissions and free space"),
        ) from error


def rehearse(
    subscription: Subscription, folder: Path, *, progress: Progress = lambda _done, _all, _name: None
) -> Report:
    """What `update` would bring. It is done in a copy of the subscription's folder; nothing else is written.

    Raises:
        SharingError: as `update`.
    """
    with tempfile.TemporaryDirectory(prefix="phrasebook-") as trial:
        copy = Path(trial) / "copy"
        if folder.exists():
            shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns("lock"))
        return update(subscription, copy, progress=progress)


def _updated(subscription: Subscription, folder: Path, host: Host, progress: Progress) -> Report:
    state = read_state(folder)
    try:
        return _fetched(subscription, folder, host, state, progress)
    except (SharingError, OSError) as error:
        if not state.trouble:
            state.since = time.time()
        state.trouble = error.message if isinstance(error, SharingError) else str(error)
        state.hint = error.hint if isinstance(error, SharingError) else ""
        write_state(folder, state)
        raise


def _fetched(subscription: Subscription, folder: Path, host: Host, state: State, progress: Progress) -> Report:
    client = Client(host, subscription.join, folder)
    version = client.refresh()
    offered = _offered(client, subscription)
    before = current(folder)
    if gone := vanished(installed(before), offered, subscription.places):
        raise TrustError(
            t(f"{'、'.join(gone)} 一下子空了，没有照做", f"{', '.join(gone)} is empty all at once; not followed"),
            t(
                "请问主管是不是有意的；是的话用 publish --remove 移除",
                "ask your lead; on purpose it is done with --remove",
            ),
        )
    files = {one.file: sha256_of(one.info) for one in offered.wanted}
    missing = [one for one in offered.wanted if not is_cached(folder, sha256_of(one.info))]
    for done, one in enumerate(missing):
        progress(done, len(missing), one.target.local)
        path = cached(folder, sha256_of(one.info))
        path.parent.mkdir(parents=True, exist_ok=True)
        client.download(one, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)
    name = install(folder, files)
    changed = name != state.snapshot
    news = _news(before, current(folder)) if changed else ()
    now = time.time()
    if changed:
        state = msgspec.structs.replace(state, snapshot=name, news=news, changed=now)
    write_state(folder, msgspec.structs.replace(state, version=version, confirmed=now, trouble="", hint="", since=0.0))
    return Report(
        name=subscription.name,
        changed=changed,
        version=version,
        news=news,
        refused=offered.refused,
        requests=client.fetcher.requests,
        bytes=client.fetcher.bytes,
    )


def _offered(client: Client, subscription: Subscription) -> Offer:
    """What the agent's places offer.

    Raises:
        TrustError: the company has no such department, or offers more than an agent takes.
    """
    there = client.places()
    for place in subscription.places:
        if place not in there:
            names = "、".join(sorted(other.department for other in there if other.department))
            raise TrustError(
                t(f"没有部门 {place.department}", f"there is no department {place.department}"),
                t(f"有：{names or '（还没有）'}", f"there are: {names or '(none yet)'}"),
            )
    roles = {place: role for place in subscription.places if (role := client.role(place))}
    offered = offer(roles)
    if oversized(offered):
        raise TrustError(
            t("内容太多，没有下载", "it offers more than is taken; nothing was downloaded"),
            t("请告诉主管", "tell your lead"),
        )
    return offered


def _news(before: Path | None, after: Path | None) -> tuple[News, ...]:
    """What changed from one snapshot to the next, pack by pack, in numbers of phrases."""
    old, new = _packs(before), _packs(after)
    found = []
    for path in sorted(old.keys() | new.keys()):
        place, _, name = path.removesuffix(".toml").rpartition("/")
        was, now = old.get(path), new.get(path)
        if was is None or now is None:  # parsing a company's 500 packs takes seconds, and says no more
            added, removed = _headers(now), _headers(was)
            found.append(News(name, place, added, 0, removed))
        elif was.read_bytes() != now.read_bytes() and (change := pack_change(_parsed(path, was), _parsed(path, now))):
            added, changed, removed = map(change.count, (Kind.ADDED, Kind.CHANGED, Kind.REMOVED))
            few = change.phrases if len(change.phrases) <= _NAMED else ()
            found.append(News(name, place, added, changed, removed, tuple(phrase.title for phrase in few)))
    return tuple(found)


def _headers(file: Path | None) -> int:
    """How many phrases a pack's file seems to hold."""
    return len(_HEADER.findall(file.read_bytes())) if file else 0


def _packs(place: Path | None) -> Mapping[str, Path]:
    return {path: file for path, file in installed(place).items() if path.endswith(".toml")}


def _parsed(path: str, file: Path) -> Pack | None:
    parts = PurePosixPath(path).parts
    department = parts[1] if parts[0] == "department" else ""
    try:
        return parse_pack(file.read_bytes(), file, Scope(parts[0]), department)
    except PackError:  # signed, yet unreadable for this version; the library will say so
        return None
