"""Where phrasebook keeps what: settings, data, cache, and the daemon's socket."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from phrasebook.errors import DaemonError, PhrasebookError
from phrasebook.language import t

_SOCKET_BOUND = 100
"""Bytes of a socket's path: Linux takes 107, macOS 103."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The user's folders. None of them need exist; `make` makes them."""

    config: Path
    data: Path
    cache: Path
    run: Path
    """For the socket and the lock; only the user may look into it."""
    library: Path
    """The user's own packs."""

    @classmethod
    def default(cls) -> Folders:
        """Those of this system; all below PHRASEBOOK_HOME if that is set."""
        if home := os.environ.get("PHRASEBOOK_HOME"):
            root = Path(home).expanduser().absolute()
            return cls(root, root / "data", root / "cache", _short(root / "run"), root / "library")
        import appdirs  # not needed below PHRASEBOOK_HOME

        config = Path(appdirs.user_config_dir("phrasebook", appauthor=False))
        data = Path(appdirs.user_data_dir("phrasebook", appauthor=False))
        cache = Path(appdirs.user_cache_dir("phrasebook", appauthor=False))
        return cls(config, data, cache, _short(_runtime() or cache / "run"), data / "library")

    @property
    def settings_file(self) -> Path:
        """settings.toml."""
        return self.config / "settings.toml"

    @property
    def usage_file(self) -> Path:
        """What was used when (SQLite)."""
        return self.data / "usage.sqlite"

    @property
    def socket(self) -> Path:
        """Where the daemon listens."""
        return self.run / "daemon.sock"

    def make(self) -> None:
        """Make all of them but the library.

        Raises:
            DaemonError: the folder for the socket belongs to somebody else or is open to others.
            PhrasebookError: one can't be made.
        """
        try:
            for folder in (self.config, self.data, self.cache):
                folder.mkdir(parents=True, exist_ok=True)
            self.run.parent.mkdir(parents=True, exist_ok=True)
            self.run.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise PhrasebookError(
                t(f"建不了文件夹：{error}", f"a folder can't be made: {error}"),
                t("检查权限和磁盘空间", "check permissions and free space"),
            ) from error
        self.check_run()

    def check_run(self) -> None:
        """See that `run`, if it is there, is a folder that nobody else can put a socket into.

        Raises:
            DaemonError: it isn't.
        """
        try:
            status = self.run.lstat()
        except FileNotFoundError:
            return
        ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
        if stat.S_ISDIR(status.st_mode) and ours:
            if os.name == "posix" and status.st_mode & 0o077:
                self.run.chmod(0o700)
            return
        raise DaemonError(
            t(f"{self.run} 不是您自己的文件夹", f"{self.run} isn't a folder of yours"),
            t("删掉它，或者设置 PHRASEBOOK_HOME", "remove it, or set PHRASEBOOK_HOME"),
        )


def _runtime() -> Path | None:
    """Our folder in XDG_RUNTIME_DIR, unless that is missing or somebody else's (as under sudo)."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if not runtime or not hasattr(os, "getuid"):
        return None
    try:
        ours = Path(runtime).stat().st_uid == os.getuid()
    except OSError:
        return None
    return Path(runtime) / "phrasebook" if ours else None


def _short(run: Path) -> Path:
    """`run`, or where a socket's path in it would be too long, a folder of ours in the system's temporary one."""
    if len(os.fsencode(run / "daemon.sock")) <= _SOCKET_BOUND:
        return run
    import tempfile  # 10 ms that hardly anybody needs

    from phrasebook.digest import blake2b

    digest = blake2b(os.fsencode(run), digest_size=8).hexdigest()
    user = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"phrasebook-{user}-{digest}"
