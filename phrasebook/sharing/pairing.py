"""The key that one person's machines share: its pairing code, and what is sealed with it before it leaves a machine.

The host learns how many machines there are, how large their states are and when they change; nothing else.
"""

from __future__ import annotations

import base64
import os
import re
import zlib

import msgspec

from phrasebook.digest import blake2b
from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.sharing.errors import TrustError
from phrasebook.sharing.personal import State

MAX_STATE = 64 * 2**20
"""Bytes of a state once unpacked."""
_NONCE = 12
_TAG = 16
SEALING = _NONCE + _TAG
"""Bytes that sealing adds."""
_KEY = 16
_CHECK = 4
"""Key and check together make 32 letters, without padding."""

_DEVICE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def new_key() -> bytes:
    """A key for one person's states."""
    return os.urandom(_KEY)


def pairing_code(key: bytes) -> str:
    """The key for people to type at another machine: groups of letters and digits, with a check at the end."""
    text = base64.b32encode(key + blake2b(key, digest_size=_CHECK).digest()).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def key_of(code: str) -> bytes:
    """The key of a pairing code; letter case, spaces and the groups don't matter, nor 0 for O or 1 for I.

    Raises:
        UsageError: it was mistyped.
    """
    text = "".join(code.replace("-", "").split()).upper().replace("0", "O").replace("1", "I")
    try:
        data = base64.b32decode(text)
    except ValueError:
        data = b""
    key = data[:_KEY]
    if len(data) != _KEY + _CHECK or blake2b(key, digest_size=_CHECK).digest() != data[_KEY:]:
        raise UsageError(
            t("配对码不对", "the pairing code is wrong"),
            t("照另一台电脑上显示的再输一遍", "type it again as the other machine shows it"),
        )
    return key


def person_of(key: bytes) -> str:
    """The name of this person's folder on the host; it tells nothing about the key or the person."""
    return blake2b(key=key, person=b"pb-person", digest_size=10).hexdigest()


def new_device(name: str) -> str:
    """An id for a device that no other has, ASCII, recognisable where its name is."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:24].strip("-") or "device"
    return f"{plain}-{os.urandom(4).hex()}"


def is_device(text: str) -> bool:
    """Whether this can be a device's id."""
    return bool(_DEVICE.fullmatch(text))


def state_name(person: str, device: str) -> str:
    """The file on the host that holds a device's state."""
    return f"personal/{person}/{device}.json.gz"


def picture_folder(person: str) -> str:
    """The folder on the host that holds this person's pictures."""
    return f"personal/{person}/pictures"


def picture_digest(data: bytes, key: bytes) -> str:
    """What a picture is called on the host; who doesn't have the key can't tell whether it is a picture they know."""
    return blake2b(data, key=key, person=b"pb-picture", digest_size=20).hexdigest()


def sealed(state: State, device: str, key: bytes) -> bytes:
    """A device's state for the host: packed and encrypted, and bound to the device."""
    import gzip

    data = msgspec.json.encode(state, order="deterministic")
    return sealed_bytes(gzip.compress(data, mtime=0), device, key)


def opened(data: bytes, device: str, key: bytes) -> State:
    """The state that a device sealed.

    Raises:
        TrustError: it was sealed with another key or by another device, or is damaged.
    """
    packed = opened_bytes(data, device, key)
    try:
        return msgspec.json.decode(_unpacked(packed), type=State)
    except (ValueError, zlib.error) as error:  # msgspec raises ValueErrors
        raise _damaged(device) from error


def sealed_bytes(data: bytes, name: str, key: bytes) -> bytes:
    """Any bytes, encrypted and bound to the name under which they are kept."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, name.encode())


def opened_bytes(data: bytes, name: str, key: bytes) -> bytes:
    """What was sealed under this name.

    Raises:
        TrustError: it was sealed with another key or under another name, or is damaged.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], name.encode())
    except (InvalidTag, ValueError) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> TrustError:
    return TrustError(
        t(f"个人话术 {name} 打不开", f"the personal phrases of {name} don't open"),
        t("检查配对码；也可能文件坏了", "check the pairing code; the file may be damaged"),
    )


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    text = unpacker.decompress(packed, MAX_STATE)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("too large, or cut off")
    return text
