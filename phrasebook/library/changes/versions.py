"""Packs as they were before each of the last changes, as plain files that a person can find and copy back."""

from __future__ import annotations

import errno
import os
from datetime import datetime
from pathlib import Path, PurePosixPath

from phrasebook.files import write_new

KEPT = 20
"""Versions of each pack."""

_FULL = (errno.ENOSPC, errno.EDQUOT)


def keep_version(folder: Path, pack: PurePosixPath, file: Path, data: bytes, number: int) -> None:
    """Keep `data`, the content of `file` before change `number`, under `folder`; the oldest beyond twenty go.

    `pack` is its place in the library. Where it can, the old file itself is kept under a second name, since it is
    about to lose its first: that costs no room and no time.

    Raises:
        OSError: it can't be written.
    """
    place = folder / pack.with_suffix("")
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    version = place / f"{number:08d} {datetime.now():%Y-%m-%d %H.%M.%S}{pack.suffix}"
    version.unlink(missing_ok=True)  # of a try that was given up in this very second
    try:
        os.link(file, version)
    except OSError as error:  # another disk, or one without second names
        if error.errno in _FULL:
            raise
        write_new(version, data)
    kept = sorted(name for name in os.listdir(place) if name.endswith(pack.suffix))  # noqa: PTH208  # names, not paths
    for name in kept[:-KEPT]:
        (place / name).unlink(missing_ok=True)
