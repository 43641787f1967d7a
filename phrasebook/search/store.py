r"""Named arrays as one block of bytes and back, checked, without pickle.

`phrasebook-index 2\n`, the length of the description (uint32, little-endian), the CRC-32 of all that follows, the
description as JSON ({"about": text, "arrays": [[name, dtype, length], …]}), then the arrays, each begun at a multiple
of 8 bytes.
"""

from __future__ import annotations

import struct
import zlib
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

MAGIC = b"phrasebook-index 2\n"
_LENGTH = struct.Struct("<II")
_TYPES = frozenset(("|u1", "|b1", "<u2", "<u4", "<i4", "<i8"))

Arrays = dict[str, npt.NDArray[np.generic]]
_T = TypeVar("_T", bound=np.generic)


def pack(about: str, arrays: Arrays) -> bytes:
    """These arrays (of one dimension) as bytes. `about` comes back from unpack."""
    listed = [[name, array.dtype.newbyteorder("<").str, len(array)] for name, array in arrays.items()]
    description = msgspec.json.encode({"about": about, "arrays": listed})
    description += b" " * (-(len(MAGIC) + _LENGTH.size + len(description)) % 8)
    body = [description]
    for array in arrays.values():
        data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        body += [data, b"\0" * (-len(data) % 8)]
    packed = b"".join(body)
    return MAGIC + _LENGTH.pack(len(description), zlib.crc32(packed)) + packed


def unpack(data: bytes | memoryview) -> tuple[str, Arrays]:
    """What pack made these bytes of; the arrays share their memory.

    Raises:
        ValueError: the bytes are not from pack, from another version, or damaged.
    """
    begin = len(MAGIC) + _LENGTH.size
    if data[: len(MAGIC)] != MAGIC or len(data) < begin:
        raise ValueError("not an index of this version")
    length, checksum = _LENGTH.unpack_from(data, len(MAGIC))
    if zlib.crc32(memoryview(data)[begin:]) != checksum:
        raise ValueError("a damaged index")
    try:
        description = msgspec.json.decode(data[begin : begin + length])
        arrays: Arrays = {}
        at = begin + length
        for name, kind, count in description["arrays"]:
            if kind not in _TYPES:
                raise ValueError(f"an index with an array of type {kind}")
            arrays[name] = np.frombuffer(data, kind, count, at)
            at += -(-arrays[name].nbytes // 8) * 8
        return str(description["about"]), arrays
    except (KeyError, TypeError, msgspec.DecodeError) as error:
        raise ValueError("an index without its description") from error


def take(arrays: Arrays, name: str, kind: type[_T]) -> npt.NDArray[_T]:
    """The array of this name and type.

    Raises:
        ValueError: there is none.
    """
    array = arrays.get(name)
    if array is None or array.dtype != kind:
        raise ValueError(f"an index without {name}")
    return array.astype(kind, copy=False)
