"""Publishers at once, killed at any moment: nothing published is lost, and no reader sees half of a publication.

PHRASEBOOK_RACE=25 publishes that many pairs each (by default few, on real servers fewer).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner

from phrasebook.sharing.company import add_lead, refresh
from phrasebook.sharing.errors import SharingError, TrustError
from phrasebook.sharing.hosts import Host, open_host
from phrasebook.sharing.names import PUBLIC
from phrasebook.sharing.subscription import read_state
from tests.servers.s3 import KEYS, s3
from tests.servers.sshd import sshd
from tests.unit.sharing.company import Agent, Company

PUBLISHERS = 4
COUNTS = {"folder": 8, "s3": 3, "sftp": 3}


@dataclass
class Publisher:
    name: str
    command: list[str]
    environ: dict[str, str]
    done: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, env=self.environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def published(self) -> int:
        return len(self.done.read_text().split()) if self.done.exists() else 0


@pytest.fixture(params=list(COUNTS))
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """An address to publish at, and how many pairs each publisher has."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path))
        for name, value in KEYS.items():
            patch.setenv(name, value)
        count = int(os.environ.get("PHRASEBOOK_RACE") or COUNTS[request.param])
        if request.param == "folder":
            (tmp_path / "share").mkdir()
            yield str(tmp_path / "share"), count
            return
        url, _place = stack.enter_context(s3() if request.param == "s3" else sshd(tmp_path))
        yield url, count


def pairs(agent: Agent) -> dict[str, tuple[str, str]]:
    """What an agent has of each publisher: its left and its right pack."""
    files = agent.files
    names = {path.removeprefix("public/").rpartition("-")[0] for path in files}
    return {
        name: (files.get(f"public/{name}-left.toml", ""), files.get(f"public/{name}-right.toml", "")) for name in names
    }


def test_nothing_is_lost_and_nothing_is_seen_by_halves(scene: tuple[str, int], tmp_path: Path) -> None:
    url, count = scene
    seed = int(os.environ.get("PHRASEBOOK_SEED") or random.randrange(10**6))
    dice = random.Random(seed)
    company = Company(open_host(url))
    publishers = []
    for number in range(PUBLISHERS):
        lead = CryptoSigner.generate_ed25519()
        name = f"lead{number}"
        add_lead(company.admin.repository, [company.key], PUBLIC, lead.public_key, name)
        key = tmp_path / f"{name}.pem"
        key.write_bytes(lead.private_bytes)
        words = [
            sys.executable,
            "-m",
            "tests.unit.sharing.publisher",
            url,
            str(company.join),
            str(key),
            name,
            str(count),
        ]
        publishers.append(Publisher(name, words, {**os.environ, "PYTHONPATH": "."}, Path(f"{key}.done")))
    for publisher in publishers:
        publisher.start()
    kills = 0
    agent = Agent(tmp_path / "agent", company.join, ())
    host = open_host(url)
    floor: dict[str, int] = {}
    while any(publisher.process for publisher in publishers):
        for publisher in publishers:
            process = publisher.process
            if process is None:
                continue
            if process.poll() is not None:
                _, said = process.communicate()
                assert process.returncode == 0, f"seed {seed}: {said.decode()[-2000:]}"
                publisher.process = None
            elif kills < 3 * PUBLISHERS and dice.random() < 0.05:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills += 1
                publisher.start()
        read(agent, host, floor, seed)
        time.sleep(0.02)  # let the publishers work; what is waited for is their end
    refresh(company.admin.repository, [company.key])
    agent.update(host)
    found = pairs(agent)
    for publisher in publishers:
        assert publisher.published() == count, f"seed {seed}"
        left, right = found[publisher.name]
        assert left == right, f"seed {seed}"
        assert f'"{count - 1}"' in left, f"seed {seed}: the last publication of {publisher.name} is lost"
    assert kills > 0 or count < 8
    host.close()


def read(agent: Agent, host: Host, floor: dict[str, int], seed: int) -> None:
    """Update an agent, and see that what it has is whole and never goes back."""
    try:
        agent.update(host)
    except TrustError as error:
        if "older" not in error.message:  # a slow publisher may put an older timestamp over a newer one for a moment
            raise AssertionError(f"seed {seed}: {error.message}") from error
    except SharingError as error:
        raise AssertionError(f"seed {seed}: {error.message}") from error
    assert read_state(agent.folder).version >= floor.get("version", 0)
    floor["version"] = read_state(agent.folder).version
    for name, (left, right) in pairs(agent).items():
        assert left == right, f"seed {seed}: half of a publication of {name}"
