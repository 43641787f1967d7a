"""The machines of leads and agents: the real commands, each with a PHRASEBOOK_HOME of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PACK = '[[phrase]]\nid = "{0:020x}"\ntitle = "{1}"\ntext = "{2}"\n'


class Machine:
    """A person's PHRASEBOOK_HOME and what they run there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environ = {**os.environ, "PHRASEBOOK_HOME": str(home), "PHRASEBOOK_PASSPHRASE": "correct horse battery"}

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "phrasebook", *map(str, words)]
        return subprocess.run(command, env=self.environ, stdin=subprocess.DEVNULL, capture_output=True, text=True)

    def done(self, *words: object) -> Any:
        result = self.run(*words, "--json")
        assert result.returncode == 0, result.stderr
        return self.read(result)

    @staticmethod
    def read(result: subprocess.CompletedProcess[str]) -> Any:
        """What a command printed as JSON."""
        return json.loads(result.stdout)

    def write(self, place: str, name: str, number: int, title: str, text: str, code: str = "") -> None:
        """Write a pack of one phrase into the own library."""
        path = self.home / "library" / place / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PACK.format(number, title, text) + (f'code = "{code}"\n' if code else ""), "utf-8")

    def found(self, query: str) -> list[str]:
        """The texts that a search in the subscribed packs finds."""
        current = self.home / "data/subscriptions/蓝天/current"
        return [one["text"] for one in self.done("search", query, "--library", current)]
