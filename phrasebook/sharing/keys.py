"""Signing keys: ed25519, in OpenSSH's format, always encrypted. What others need of a key is one line.

The passphrase comes from PHRASEBOOK_PASSPHRASE, else from the system's keyring (where the package `keyring` is
installed and the key was made with it), else it is asked for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from phrasebook.errors import UsageError
from phrasebook.files import read_limited, write_atomic
from phrasebook.language import t
from phrasebook.pack.names import name_trouble
from phrasebook.sharing.errors import SigningKeyError

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner, SSlibKey

Ask = Callable[[str], str]
"""Asks a person for the passphrase of the key with this name."""

ENVIRONMENT = "PHRASEBOOK_PASSPHRASE"
MIN_PASSPHRASE = 8
_SERVICE = "phrasebook"
_LIMIT = 2**16


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key of this person: its name, and the line that others may know."""

    name: str
    path: Path
    line: str


def key_files(folder: Path) -> tuple[KeyFile, ...]:
    """This person's keys, by name; `folder` is where they lie."""
    found = []
    for path in sorted(folder.glob("*.pub")):
        private = path.with_suffix(".key")
        if private.is_file():
            line = read_limited(path, _LIMIT).decode("utf-8", "replace").strip()
            found.append(KeyFile(path.stem, private, line))
    return tuple(found)


def find_key(folder: Path, name: str | None) -> KeyFile:
    """The key with this name; None: the only one.

    Raises:
        SigningKeyError: there is none, or more than one and no name.
    """
    keys = key_files(folder)
    chosen = [key for key in keys if name is None or key.name == name]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(key.name for key in keys)
    if not keys:
        raise SigningKeyError(
            t("还没有签名密钥", "there is no signing key yet"),
            t("用 phrasebook keys new 生成", "make one: `phrasebook keys new`"),
        )
    if name is None:
        raise SigningKeyError(
            t(f"有几把密钥：{names}", f"there are several keys: {names}"), t("用 --key 选一把", "choose with --key")
        )
    raise SigningKeyError(
        t(f"没有叫 {name} 的密钥", f"there is no key {name}"), t(f"有：{names}", f"there are: {names}")
    )


def new_key(folder: Path, name: str, passphrase: str) -> KeyFile:
    """Make a key and write it, encrypted, into `folder`, readable by this user only.

    Raises:
        UsageError: the name can't be used, or the passphrase is too short.
        SigningKeyError: there is a key with this name, or the folder can't be written.
    """
    path = check_new(folder, name)
    if len(passphrase) < MIN_PASSPHRASE:
        raise UsageError(
            t(f"口令至少 {MIN_PASSPHRASE} 个字符", f"a passphrase has at least {MIN_PASSPHRASE} characters"),
            t("几个不相干的词就很好", "a few unrelated words are fine"),
        )
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    secret = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    public = private.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    line = f"{public.decode()} {name}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomic(path, secret, mode=0o600)
        write_atomic(path.with_suffix(".pub"), f"{line}\n".encode(), mode=0o644)
    except OSError as error:
        raise SigningKeyError(f"{path}: {error.strerror or error}") from error
    return KeyFile(name, path, line)


def check_new(folder: Path, name: str) -> Path:
    """Where a new key of this name goes.

    Raises:
        UsageError: the name can't be used.
        SigningKeyError: there is a key with this name.
    """
    if (trouble := name_trouble(name)) or re.search(r"\s", name):
        raise UsageError(
            t(f"密钥不能叫 {name!r}", f"no key can be called {name!r}"), trouble or t("不要有空格", "use no spaces")
        )
    path = folder / f"{name}.key"
    if path.exists():
        raise SigningKeyError(
            t(f"已经有密钥 {name}", f"there is a key {name} already"), t("换个名字", "choose another name")
        )
    return path


def unlocked(key: KeyFile, ask: Ask) -> CryptoSigner:
    """The key, ready to sign.

    Raises:
        SigningKeyError: the file can't be read, or the passphrase is wrong.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key
    from securesystemslib.signer import CryptoSigner

    try:
        secret = read_limited(key.path, _LIMIT)
    except OSError as error:
        raise SigningKeyError(f"{key.path}: {error.strerror or error}") from error
    passphrase = os.environ.get(ENVIRONMENT) or from_keyring(key.name) or ask(key.name)
    try:
        private = load_ssh_private_key(secret, passphrase.encode())
    except (ValueError, TypeError) as error:  # TypeError: the file isn't encrypted, so it isn't ours
        raise SigningKeyError(
            t(
                f"打不开密钥 {key.name}：口令不对，或文件坏了",
                f"the key {key.name} doesn't open: wrong passphrase, or damaged",
            ),
            t(f"再试一次；{ENVIRONMENT} 里有口令时先检查它", f"try again; check {ENVIRONMENT} if it is set"),
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyError(t(f"{key.path} 不是 ed25519 密钥", f"{key.path} isn't an ed25519 key"))
    return CryptoSigner(private, public_key(key.line))


def public_key(line: str) -> SSlibKey:
    """The key that a line such as `ssh-ed25519 AAAA… 小王` means.

    Raises:
        UsageError: it doesn't.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key
    from securesystemslib.signer import SSlibKey

    try:
        key = load_ssh_public_key(" ".join(line.split()[:2]).encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _no_key() from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key()
    return SSlibKey.from_crypto(key)


def key_line(key: SSlibKey) -> str:
    """The line of a key, without a name."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.keyval["public"]))
    return public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()


def from_keyring(name: str) -> str | None:
    """The passphrase that the system's keyring holds for this key; None: it has none, or there is no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        found = keyring.get_password(_SERVICE, name)
    except KeyringError:
        return None
    return str(found) if found else None


def into_keyring(name: str, passphrase: str) -> None:
    """Let the system's keyring keep the passphrase of this key.

    Raises:
        SigningKeyError: there is no keyring.
    """
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        raise _no_keyring() from error
    try:
        keyring.set_password(_SERVICE, name, passphrase)
    except KeyringError as error:
        raise _no_keyring() from error


def _no_keyring() -> SigningKeyError:
    return SigningKeyError(
        t("这台电脑没有可用的系统密码库", "there is no keyring on this system"),
        t("装上 Python 包 keyring，或者不用 --keyring", "install the Python package keyring, or leave out --keyring"),
    )


def _no_key() -> UsageError:
    return UsageError(
        t("这一行不是 ed25519 公钥", "this line isn't an ed25519 public key"),
        t("让对方运行 phrasebook keys show，整行复制", "let them run `phrasebook keys show`, and copy the whole line"),
    )
