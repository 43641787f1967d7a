"""phrasebook: the quick-reply helper for customer-service agents."""

__version__ = "0.1.0"
