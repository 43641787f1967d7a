"""BLAKE2b, without what hashlib brings along: OpenSSL, 3.5 MB in a program that runs all day."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # an interpreter that keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
