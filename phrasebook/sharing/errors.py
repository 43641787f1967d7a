"""What can go wrong when packs are shared."""

from __future__ import annotations

from phrasebook.errors import PhrasebookError


class SharingError(PhrasebookError):
    """Publishing or updating failed."""


class HostError(SharingError):
    """The host can't be reached, or refuses, or doesn't do what it says."""


class TooLargeError(HostError):
    """A file on the host is larger than any honest one would be."""


class TrustError(SharingError):
    """Something on the host isn't signed by those who may, is older than what was seen, or is out of date."""


class ConflictError(SharingError):
    """Somebody else published meanwhile."""


class SigningKeyError(SharingError):
    """A signing key is missing, can't be unlocked, or may not sign this."""
