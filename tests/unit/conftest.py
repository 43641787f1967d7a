from collections.abc import Iterator

import pytest

from phrasebook import language


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    before = language.current()
    language.use(language.Language.EN)
    yield
    language.use(before)
