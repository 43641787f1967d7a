"""One sync from beginning to end, turning syncing on, and turning it off.

What is written down first decides what a crash costs. The library changes before `state.json`: a machine that dies in
between finds its phrases to be what the others say, and makes no edits of them. `state.json` is written before the
host's file: so a device's file on the host is never ahead of it, unless the disk was put back from a backup, and then
the device takes another name rather than number its edits twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

import msgspec

from phrasebook.errors import LibraryError, PhrasebookError, UsageError
from phrasebook.files import read_limited
from phrasebook.language import t
from phrasebook.library.changes import Changes
from phrasebook.locks import locked
from phrasebook.pack.images import MAX_IMAGE, is_picture
from phrasebook.sharing.errors import HostError, SharingError, TrustError
from phrasebook.sharing.hosts import Host, open_host
from phrasebook.sharing.pairing import new_device
from phrasebook.sharing.personal import State, copies, shown
from phrasebook.syncing.bodies import digest_of
from phrasebook.syncing.deciding import Decision, decide
from phrasebook.syncing.disk import Disk, MeanwhileError, named, read_disk, with_contents
from phrasebook.syncing.local import Local, OnDisk, Status, read_local, read_status, write_local, write_status
from phrasebook.syncing.remote import Fetched, Progress, Remote
from phrasebook.syncing.report import Report, report_of
from phrasebook.syncing.writing import drafted, pack_changes

_TRIES = 5
"""How often all is decided anew because somebody saved a pack meanwhile."""

_WHOLE = 10
"""Every so many syncs read all states whatever their tags say: nginx's tag is the second and the length."""


@dataclass(frozen=True)
class Sync:
    """The syncing of one library; `folder` is its own, `data` the user's data folder."""

    folder: Path
    library: Path
    data: Path
    clock: Callable[[], float] = time.time
    progress: Progress = lambda _done, _all, _name: None
    opening: Callable[[str], Host] = open_host

    def now(self, *, wait: bool = False, dry_run: bool = False, all_gone: bool = False) -> Report:
        """Sync once. `wait` waits for another process that does; `all_gone`: all phrases were deleted on purpose.

        Raises:
            UsageError: syncing is off.
            SharingError: the host can't be reached, read or written to; what is on this machine stays as it is.
            LibraryError: the library can't be read or written.
        """
        read_local(self.folder)
        with locked(self.folder / "lock", wait=wait) as ours:
            if not ours:
                return Report(busy=True)
            try:
                with closing(self.opening(read_local(self.folder).url)) as host:
                    return self._synced(host, dry_run=dry_run, all_gone=all_gone)
            except (PhrasebookError, OSError) as error:
                if not dry_run:
                    self._troubled(error)
                if isinstance(error, OSError):
                    raise SharingError(
                        f"{error.filename or self.folder}: {error.strerror or error}",
                        t("检查权限和磁盘空间", "check permissions and free space"),
                    ) from error
                raise

    def turn_on(self, url: str, key: bytes, name: str, *, joining: bool, dry_run: bool = False) -> Local:
        """Begin to sync; nothing is kept if the host doesn't let us read and write, or if `joining` finds nobody.

        Another machine's name gets a number behind it.

        Raises:
            UsageError: it is on already, or nobody with this key is there.
            SharingError: the host can't be reached, or not written to.
        """
        if (self.folder / "state.json").exists():
            known = read_local(self.folder)
            raise UsageError(
                t(f"已经在同步了，用的是 {known.url}", f"syncing is on already, with {known.url}"),
                t("要换地方，先 phrasebook sync off", "to go elsewhere, first `phrasebook sync off`"),
            )
        with closing(self.opening(url)) as host:
            remote = Remote(host, key)
            taken = _company(remote, url) if joining else set()
            numbered = (f"{name} {number}" for number in count(2))
            name = next(one for one in chain((name,), numbered) if one not in taken)
            local = Local(url=url, key=key, device=new_device(name), name=name)
            if dry_run:
                return local
            try:
                remote.put(local.device, State(names={local.device: name}))
            except HostError as error:
                raise HostError(
                    t(f"不能写入 {url}：{error.message}", f"{url} can't be written to: {error.message}"), error.hint
                ) from error
        with locked(self.folder / "lock", wait=True):
            write_local(self.folder, local)
        return local

    def turn_off(self) -> None:
        """Forget the key and all that is known; phrases stay, here and elsewhere.

        Raises:
            OSError: a file can't be removed.
        """
        with locked(self.folder / "lock", wait=True):
            for name in ("state.json", "status.json"):
                (self.folder / name).unlink(missing_ok=True)

    def _synced(self, host: Host, *, dry_run: bool, all_gone: bool) -> Report:
        local = read_local(self.folder)
        remote = Remote(host, local.key)
        whole = local.rounds % _WHOLE == 0
        fetched = remote.fetch({} if whole else local.tags)
        local = _renamed_if_behind(local, fetched)
        others = [state for device, state in fetched.states.items() if device != local.device]
        # our own state too: if this disk was put back from a backup, the host knows what it knew
        mine = fetched.states.get(local.device)
        for _ in range(_TRIES):
            try:
                return self._carried_out(
                    local, fetched, [*others, *([mine] if mine else [])], remote, dry_run, all_gone
                )
            except MeanwhileError:
                continue
        raise LibraryError(
            t("个人话术一直在被别的程序改动", "the personal packs are being saved by another program all the time"),
            t("等它停下来再试", "try again when that has stopped"),
        )

    def _carried_out(
        self, local: Local, fetched: Fetched, others: list[State], remote: Remote, dry_run: bool, all_gone: bool
    ) -> Report:
        changes = Changes(self.library, self.data)
        disk = read_disk(self.library, local.key, local.pictures)
        if ids := named(disk):
            if not dry_run:
                changes.apply(t("给个人话术补上 id", "ids for personal phrases"), pack_changes(disk, ids))
            disk = with_contents(disk, ids, local.key)
        _check_not_emptied(local, disk, all_gone)
        decision = decide(local, disk, others, int(self.clock() * 1000))
        before = disk
        decision, contents = self._brought(disk, decision, remote)
        draft = drafted(disk, decision, contents)
        if dry_run:
            return report_of(local, before, draft.decision, fetched)
        if draft.files:
            changes.apply(t("同步个人话术", "sync personal phrases"), draft.files)
            disk = with_contents(disk, draft.packs, local.key)
        local = _learned(local, disk, draft.decision, fetched)
        write_local(self.folder, local)
        local = self._sent(local, disk, fetched, remote)
        write_local(self.folder, local)
        report = report_of(local, before, draft.decision, fetched)
        self._worked(local, disk, report)
        return report

    def _brought(self, disk: Disk, decision: Decision, remote: Remote) -> tuple[Decision, dict[str, bytes]]:
        """The pictures that phrases need and this machine doesn't have; phrases whose pictures aren't there wait."""
        here = {(name, picture.digest) for name, picture in disk.pictures.items()}
        missing = {
            digest
            for phrase, digests in decision.pictures.items()
            for name, digest in zip(decision.write[phrase].images, digests, strict=True)
            if (name, digest) not in here
        }
        named = {picture.digest: name for name, picture in disk.pictures.items()}
        contents: dict[str, bytes] = {}
        for done, digest in enumerate(sorted(missing)):
            self.progress(done, len(missing), digest)
            local = disk.folder / named[digest] if digest in named else None
            data = read_limited(local, MAX_IMAGE) if local else remote.picture(digest)
            if data is not None and is_picture(data[:12]):
                contents[digest] = data
        self.progress(len(missing), len(missing), "")
        reason = t("它的图片还没传上来", "its picture hasn't arrived yet")
        lacking = {
            phrase: reason
            for phrase, digests in decision.pictures.items()
            if any(digest in missing and digest not in contents for digest in digests)
        }
        return decision.postponed(lacking), contents

    def _sent(self, local: Local, disk: Disk, fetched: Fetched, remote: Remote) -> Local:
        """Write to the host what it doesn't have yet: pictures first, so that whoever reads the state finds them."""
        wanted = {digest for body in shown(local.state).values() for digest in body.get("pictures", ())}
        ours = {picture.digest: name for name, picture in disk.pictures.items() if picture.digest in wanted}
        missing = sorted(ours.keys() - remote.pictures()) if ours else []
        for done, digest in enumerate(missing):
            self.progress(done, len(missing), ours[digest])
            remote.put_picture(digest, read_limited(disk.folder / ours[digest], MAX_IMAGE))
        self.progress(len(missing), len(missing), "")
        state = local.replica.state
        digest = digest_of(msgspec.to_builtins(state))
        unchanged = local.device in fetched.tags and local.device not in fetched.states and local.sent == digest
        if not unchanged and fetched.states.get(local.device) != state:
            remote.put(local.device, state)
        return msgspec.structs.replace(local, sent=digest)

    def _worked(self, local: Local, disk: Disk, report: Report) -> None:
        write_status(
            self.folder,
            Status(
                synced=self.clock(),
                devices=list(report.devices),
                phrases=len(disk.phrases),
                copies=sum(1 for _ in copies(local.state)),
                waiting=[*report.waiting, *report.kept_back],
            ),
        )

    def _troubled(self, error: PhrasebookError | OSError) -> None:
        status = read_status(self.folder)
        status.since = status.since if status.trouble else self.clock()
        status.trouble = error.message if isinstance(error, PhrasebookError) else str(error)
        status.hint = error.hint if isinstance(error, PhrasebookError) else ""
        write_status(self.folder, status)


def _company(remote: Remote, url: str) -> set[str]:
    """What the machines with this key are called, of which there must be one."""
    devices = remote.devices()
    states = remote.fetch({}).states.values()
    if states:
        return {name for state in states for name in state.names.values()}
    if devices:
        raise TrustError(
            t(f"{url} 上的个人话术都打不开", f"none of the personal phrases on {url} can be opened"),
            t(
                "文件坏了：在第一台电脑上 sync now，再试",
                "they are damaged: `sync now` on the first machine, then try again",
            ),
        )
    raise UsageError(
        t(f"{url} 上没有用这个配对码的电脑", f"no machine with this pairing code syncs at {url}"),
        t(
            "检查地址和配对码；第一台电脑要先 phrasebook sync on",
            "check the address and the code; `phrasebook sync on` comes first on the first machine",
        ),
    )


def _renamed_if_behind(local: Local, fetched: Fetched) -> Local:
    """The local knowledge under another device, if the host has edits of this one that it doesn't know."""
    theirs = fetched.states.get(local.device)
    if theirs is None:
        return local
    for phrase, entry in theirs.entries.items():
        mine = local.state.entries.get(phrase)
        if entry.seen.get(local.device, 0) > (mine.seen.get(local.device, 0) if mine else 0):
            return msgspec.structs.replace(
                local, state=local.replica.state, device=new_device(local.name), tags={}, sent=""
            )
    return local


def _check_not_emptied(local: Local, disk: Disk, all_gone: bool) -> None:
    """See that a folder that isn't mounted, or was removed by mistake, doesn't empty every other machine too."""
    if not local.disk or disk.files or disk.closed or all_gone:
        return
    count = len(local.disk)
    raise LibraryError(
        t(
            f"{disk.folder} 里的个人话术（{count} 条）全不见了，没有同步出去",
            f"all {count} personal phrases are gone from {disk.folder}; that wasn't passed on",
        ),
        t(
            "把文件放回去；真的不要了：phrasebook sync now --all-gone",
            "put the files back; if you did mean it: phrasebook sync now --all-gone",
        ),
    )


def _learned(local: Local, disk: Disk, decision: Decision, fetched: Fetched) -> Local:
    """What is known once the disk is as decided."""
    replica = decision.known()
    there = {
        phrase: OnDisk(disk.phrases[phrase].pack, digest_of(body))
        for phrase, body in disk.bodies.items()
        if phrase in replica.state.entries
    }
    doubtful = {
        phrase: known
        for phrase, known in local.disk.items()
        if phrase not in there and disk.in_doubt(phrase, known.pack)
    }
    tags = {} if decision.waiting else {**local.tags, **fetched.tags}
    return msgspec.structs.replace(
        local,
        state=replica.state,
        clock=replica.clock,
        disk={**there, **doubtful},
        sequences=dict(disk.sequences),
        heads=dict(disk.heads),
        pictures=dict(disk.pictures),
        tags=tags,
        rounds=local.rounds + 1,
    )
