"""A publisher in a process of its own, for races: publishes pairs of packs that belong together, one after the other.

usage: python -m tests.unit.sharing.publisher ADDRESS JOIN KEY-FILE NAME COUNT

Prints the number of each pair once it is published. Begun anew after a kill, it goes on where it was.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner

from phrasebook.sharing.hosts import open_host
from phrasebook.sharing.join import parse_join
from phrasebook.sharing.names import PUBLIC
from phrasebook.sharing.proposal import propose
from phrasebook.sharing.publish import publish
from phrasebook.sharing.repository import Repository
from tests.unit.sharing.company import bundle, phrase


def main(url: str, join: str, key: str, name: str, count: int) -> None:
    """Publish `count` pairs."""
    signer = CryptoSigner(load_pem_private_key(Path(key).read_bytes(), None))
    repository = Repository(open_host(url), parse_join(join))
    done = Path(f"{key}.done")
    for number in range(len(done.read_text().split()) if done.exists() else 0, count):
        pair = [bundle(PUBLIC, f"{name}-{half}", phrase(1, f"{number}")) for half in ("left", "right")]
        base = repository.load()
        role = repository.role(base, "public")
        seen = {path: info.hashes["sha256"] for path, info in role.document.targets.items()} if role else {}
        publish(repository, propose(repository, PUBLIC, pair, seen), [signer])
        with done.open("a") as file:
            file.write(f"{number}\n")
        print(json.dumps(number), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
