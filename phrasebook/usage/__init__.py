"""What one person uses, looks for in vain and chooses for which words; nobody's texts are kept."""

from phrasebook.usage.database import RETENTION_DAYS, VERSION
from phrasebook.usage.habits import HALF_LIFE
from phrasebook.usage.learning import Learned
from phrasebook.usage.usage import LONGEST_QUERY, Usage
from phrasebook.usage.wordings import Wordings

__all__ = ["HALF_LIFE", "LONGEST_QUERY", "RETENTION_DAYS", "VERSION", "Learned", "Usage", "Wordings"]
