"""The starter library's replies for 149 messages that were written before the ranking was tuned."""

from datetime import date

import pytest

from phrasebook.library import Library, starter_folder
from phrasebook.search import Index
from phrasebook.search.suggest import suggest
from tests.data.suggest import messages, nothing

DAY = date(2026, 6, 1)
MESSAGES = messages()


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(Library.load(starter_folder()).phrases)


def test_there_are_enough_and_the_replies_exist(index: Index) -> None:
    codes = {phrase.code for phrase in index.phrases}
    assert len(MESSAGES) >= 120
    assert len({message for message, _ in MESSAGES}) == len(MESSAGES)
    assert all(fitting and fitting <= codes for _, fitting in MESSAGES)


def test_among_five_is_one_that_fits(index: Index) -> None:
    shown = [[match.phrase.code for match in suggest(index, message, today=DAY)] for message, _ in MESSAGES]
    among = [bool(fitting & set(codes)) for codes, (_, fitting) in zip(shown, MESSAGES, strict=True)]
    first = [bool(fitting & set(codes[:1])) for codes, (_, fitting) in zip(shown, MESSAGES, strict=True)]
    assert sum(among) / len(among) >= 0.95
    assert sum(first) / len(first) >= 0.8


@pytest.mark.parametrize("message", nothing())
def test_what_wants_no_reply_gets_none(index: Index, message: str) -> None:
    assert suggest(index, message, ["什么时候发货", "亲，48小时内发出"], today=DAY) == []
