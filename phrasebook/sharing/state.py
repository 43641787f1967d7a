"""What a lead's machine remembers of a company between two commands: `<data>/publishing/<company>.json`.

Nothing secret: where it publishes, whose root it trusts, the newest snapshot it saw (so that an older one is noticed),
and which version of each pack its owner started from.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from phrasebook.errors import UsageError
from phrasebook.files import read_limited, write_atomic
from phrasebook.language import t
from phrasebook.sharing.errors import SharingError
from phrasebook.sharing.join import Join, parse_join

_LIMIT = 16 * 2**20


class Publishing(msgspec.Struct, kw_only=True):
    """A company that this machine publishes for."""

    url: str
    """Where it publishes; agents may read elsewhere."""
    join: str
    """For agents."""
    floor: int = 1
    exclusive: bool | None = None
    """Whether the host's creation is exclusive; None: not tried yet."""
    base: dict[str, str] = {}
    """Paths of packs and pictures to the SHA-256 that the lead's own copy was published or pulled with."""

    @property
    def trusted(self) -> Join:
        """The root that it trusts, at the address where it publishes."""
        join = parse_join(self.join)
        return Join(self.url, join.version, join.fingerprint)


def path_for(folder: Path, join: Join) -> Path:
    """Where a company's state lies."""
    return folder / f"{join.fingerprint[:16]}.json"


def companies(folder: Path) -> dict[Path, Publishing]:
    """Every company that this machine publishes for.

    Raises:
        SharingError: a file can't be read.
    """
    return {path: read_state(path) for path in sorted(folder.glob("*.json"))}


def read_state(path: Path) -> Publishing:
    """The state in a file.

    Raises:
        SharingError: it can't be read.
    """
    try:
        return msgspec.json.decode(read_limited(path, _LIMIT), type=Publishing)
    except (OSError, msgspec.DecodeError) as error:
        raise SharingError(
            f"{path}: {error}",
            t("删掉它，再运行 phrasebook publish join", "remove it, then run `phrasebook publish join`"),
        ) from error


def write_state(path: Path, state: Publishing) -> None:
    """Keep the state.

    Raises:
        SharingError: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(SharingError, FileNotFoundError):  # another command of the same person saw more
            if path.exists():
                state.floor = max(state.floor, read_state(path).floor)
        write_atomic(path, msgspec.json.format(msgspec.json.encode(state)), mode=0o600)
    except OSError as error:
        raise SharingError(f"{path}: {error.strerror or error}") from error


def chosen(folder: Path, wanted: str | None) -> tuple[Path, Publishing]:
    """The company that a command is about: named by its address, else the only one.

    Raises:
        UsageError: there is none, or several and none named.
    """
    known = companies(folder)
    fitting = {path: state for path, state in known.items() if wanted in (None, state.url)}
    if len(fitting) == 1:
        return next(iter(fitting.items()))
    if not known:
        raise UsageError(
            t("这台电脑还没有发布的地方", "this machine doesn't publish anywhere yet"),
            t(
                "新公司：publish init 地址；已有公司：publish join 加入码",
                "a new company: publish init ADDRESS; an existing one: publish join JOIN-STRING",
            ),
        )
    addresses = ", ".join(state.url for state in known.values())
    raise UsageError(
        t("要发布到哪一家？", "publish to which one?"), t(f"--to 选一个：{addresses}", f"choose with --to: {addresses}")
    )
