"""A subscription on disk, as an update leaves it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from phrasebook.folders import Folders
from phrasebook.libraries import subscriptions_folder

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def phrase(number: int, text: str, **fields: object) -> str:
    """A phrase of a pack's file."""
    more = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return f'[[phrase]]\nid = "{number:020x}"\ntext = "{text}"\n{more}'


class Subscribed:
    """A subscription that the settings name."""

    def __init__(self, folders: Folders, name: str) -> None:
        self.folder = subscriptions_folder(folders) / name
        self.files: Mapping[str, str | bytes] = {}
        self._number = 0
        folders.config.mkdir(parents=True, exist_ok=True)
        with folders.settings_file.open("a", encoding="utf-8") as file:
            file.write(f'subscriptions."{name}" = "https://phrases.example.com#1:{"0" * 64}"\n')

    def publish(self, files: Mapping[str, str | bytes], *, forget: bool = False, prune: bool = False) -> None:
        """Put these files in use. `forget`: clear away what was in use before; `prune`: and what was before that."""
        self.files = files
        self._number += 1
        place = self.folder / "snapshots" / str(self._number)
        for name, content in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        new = self.folder / ".current.new"
        new.symlink_to(Path("snapshots", str(self._number)))
        new.replace(self.folder / "current")
        for gone in (1,) if forget else (2,) if prune else ():
            shutil.rmtree(self.folder / "snapshots" / str(self._number - gone), ignore_errors=True)
