from __future__ import annotations

import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest

from phrasebook.errors import UsageError
from phrasebook.sharing.errors import SigningKeyError
from phrasebook.sharing.keys import (
    ENVIRONMENT,
    find_key,
    from_keyring,
    into_keyring,
    key_files,
    key_line,
    new_key,
    public_key,
    unlocked,
)

GOOD = "correct horse battery"


@pytest.fixture(autouse=True)
def nobody_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)


def test_a_key_signs_what_its_line_verifies(tmp_path: Path) -> None:
    key = new_key(tmp_path / "keys", "小王", GOOD)
    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
    assert b"OPENSSH PRIVATE KEY" in key.path.read_bytes()
    signer = unlocked(key, lambda _name: GOOD)
    public = public_key(key.line)
    public.verify_signature(signer.sign(b"text"), b"text")
    assert key.line.startswith(key_line(public))
    assert key_files(tmp_path / "keys") == (key,)


def test_the_private_key_is_nowhere_in_the_clear(tmp_path: Path) -> None:
    key = new_key(tmp_path, "wang", GOOD)
    secret = unlocked(key, lambda _name: GOOD).private_bytes
    body = b"".join(secret.split(b"\n")[1:-2])
    for path in tmp_path.iterdir():
        assert body not in path.read_bytes()
        assert GOOD.encode() not in path.read_bytes()


def test_a_wrong_passphrase_says_so(tmp_path: Path) -> None:
    key = new_key(tmp_path, "wang", GOOD)
    with pytest.raises(SigningKeyError, match="wrong passphrase"):
        unlocked(key, lambda _name: "something else")
    key.path.write_bytes(b"damaged")
    with pytest.raises(SigningKeyError, match="wang"):
        unlocked(key, lambda _name: GOOD)


def test_the_environment_goes_before_asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key(tmp_path, "wang", GOOD)
    monkeypatch.setenv(ENVIRONMENT, GOOD)
    unlocked(key, lambda _name: pytest.fail("asked"))


def test_a_keyring_keeps_the_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[str, str], str] = {}
    ring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    ring.get_password = lambda service, name: kept.get((service, name))  # type: ignore[attr-defined]
    ring.set_password = lambda service, name, secret: kept.update({(service, name): secret})  # type: ignore[attr-defined]
    errors.KeyringError = OSError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert from_keyring("wang") is None
    into_keyring("wang", GOOD)
    unlocked(new_key(tmp_path, "wang", GOOD), lambda _name: pytest.fail("asked"))


def test_without_a_keyring_that_is_said() -> None:
    assert from_keyring("wang") is None
    with pytest.raises(SigningKeyError, match="no keyring"):
        into_keyring("wang", GOOD)


@pytest.mark.parametrize(("name", "passphrase"), [("../x", GOOD), ("a b", GOOD), ("", GOOD), ("x", "short")])
def test_bad_names_and_passphrases(tmp_path: Path, name: str, passphrase: str) -> None:
    with pytest.raises(UsageError):
        new_key(tmp_path, name, passphrase)
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    before = new_key(tmp_path, "wang", GOOD).path.read_bytes()
    with pytest.raises(SigningKeyError, match="already"):
        new_key(tmp_path, "wang", GOOD)
    assert (tmp_path / "wang.key").read_bytes() == before


def test_finding_a_key(tmp_path: Path) -> None:
    with pytest.raises(SigningKeyError, match="no signing key"):
        find_key(tmp_path, None)
    one = new_key(tmp_path, "one", GOOD)
    assert find_key(tmp_path, None) == one
    new_key(tmp_path, "two", GOOD)
    assert find_key(tmp_path, "one") == one
    with pytest.raises(SigningKeyError, match="several"):
        find_key(tmp_path, None)
    with pytest.raises(SigningKeyError, match="no key three"):
        find_key(tmp_path, "three")


@pytest.mark.parametrize("line", ["", "hello", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ssh-ed25519"])
def test_what_is_no_line_of_a_key(line: str) -> None:
    with pytest.raises(UsageError):
        public_key(line)
