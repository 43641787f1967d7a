from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from phrasebook.locks import locked
from phrasebook.sharing.snapshot import cached, identity, install, installed
from phrasebook.sharing.subscription import current


def keep(folder: Path, content: str) -> str:
    digest = sha256(content.encode()).hexdigest()
    path = cached(folder, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode())
    return digest


def texts(folder: Path) -> dict[str, str]:
    return {name: path.read_text() for name, path in installed(current(folder)).items()}


def test_a_snapshot_replaces_another_as_a_whole(tmp_path: Path) -> None:
    one, two = keep(tmp_path, "一"), keep(tmp_path, "二")
    first = install(tmp_path, {"public/a.toml": one, "public/images/b.png": two})
    before = current(tmp_path)
    assert texts(tmp_path) == {"public/a.toml": "一", "public/images/b.png": "二"}
    second = install(tmp_path, {"public/a.toml": keep(tmp_path, "三")})
    assert texts(tmp_path) == {"public/a.toml": "三"}
    assert before is not None
    assert (before / "public/images/b.png").read_text() == "二", "whoever reads the old one reads on"
    assert first != second
    assert not cached(tmp_path, one).exists(), "what nobody needs goes"


def test_the_same_files_are_the_same_snapshot(tmp_path: Path) -> None:
    digest = keep(tmp_path, "一")
    files = {"public/a.toml": digest}
    assert install(tmp_path, files) == identity(files)
    place = current(tmp_path)
    assert place is not None
    stamp = place.stat().st_mtime_ns
    install(tmp_path, files)
    assert place.stat().st_mtime_ns == stamp


def test_what_a_crash_left_is_in_nobodys_way(tmp_path: Path) -> None:
    digest = keep(tmp_path, "一")
    files = {"public/a.toml": digest}
    half = tmp_path / "snapshots" / f".{identity(files)}.new"
    (half / "public").mkdir(parents=True)
    (half / "public/left.toml").write_text("half")
    (tmp_path / ".current.new").symlink_to("nowhere")
    install(tmp_path, files)
    assert texts(tmp_path) == {"public/a.toml": "一"}


def test_only_the_last_two_stay(tmp_path: Path) -> None:
    for number in range(5):
        install(tmp_path, {"public/a.toml": keep(tmp_path, str(number))})
    assert len(list((tmp_path / "snapshots").iterdir())) == 2


def test_a_lock_is_held_against_others_and_let_go_when_its_process_dies(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    code = (
        "import sys; from pathlib import Path; from phrasebook.locks import locked\n"
        "with locked(Path(sys.argv[1]), wait=True) as ours:\n"
        "    print(ours, flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        with locked(path, wait=False) as ours:
            assert not ours
        other.kill()
        other.wait()
    with locked(path, wait=False) as ours:
        assert ours
