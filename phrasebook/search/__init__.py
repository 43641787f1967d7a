"""Search: from what an agent types in a hurry to the phrase that was meant."""

from phrasebook.search.fallback import prepare
from phrasebook.search.index import Index

__all__ = ["Index", "prepare"]
