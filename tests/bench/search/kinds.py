"""Every kind of query a person types, by name.

A maker takes a phrase and gives what is typed and which phrases answer it: title_queries.py, field_queries.py.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.bench.search import double, field_queries, hands, title_queries
from tests.bench.search.title_queries import Maker


class Kind(NamedTuple):
    """A kind of query, and what is asked of it at 10,000 phrases (0: nothing of its own)."""

    name: str
    make: Maker
    asked: float = 0.0
    spelling: str = ""
    """The double-pinyin scheme the query is typed in."""


KINDS: tuple[Kind, ...] = (
    Kind("code", field_queries.code, 1.0),
    Kind("code prefix", field_queries.code_prefix, 1.0),
    Kind("title, Chinese", title_queries.chinese, 1.0),
    Kind("title, initials", title_queries.initials, 1.0),
    Kind("title, pinyin", title_queries.pinyin(""), 1.0),
    Kind("title, pinyin with spaces", title_queries.pinyin(" "), 1.0),
    Kind("title, pinyin broken off", title_queries.pinyin_broken_off, 1.0),
    Kind("title, pinyin then initials", title_queries.pinyin_then_initials, 1.0),
    Kind("mixed, Chinese and pinyin", title_queries.mixed(in_initials=False), 0.95),
    Kind("mixed, Chinese and initials", title_queries.mixed(in_initials=True), 0.95),
    Kind("homophones", title_queries.homophones, 1.0),
    Kind("accents", title_queries.accents, 0.95),
    Kind("slip: letters swapped", title_queries.slipped(hands.transposed), 0.95),
    Kind("slip: letter missing", title_queries.slipped(hands.missing), 0.95),
    Kind("slip: letter too many", title_queries.slipped(hands.extra), 0.95),
    Kind("slip: wrong letter", title_queries.slipped(hands.wrong), 0.95),
    Kind("slip in Chinese", title_queries.typo_in_chinese, 0.95),
    Kind("other order", title_queries.other_order, 1.0),
    Kind("title and text", field_queries.title_and_text),
    Kind("category and title", field_queries.category_and_title, 0.95),
    Kind("text, Chinese", field_queries.text_chinese),
    Kind("text, pinyin", field_queries.text_pinyin),
    Kind("text, initials", field_queries.text_initials, 0.90),
    Kind("scattered characters", field_queries.scattered, 0.90),
    Kind("keyword", field_queries.keyword),
    Kind("keyword, pinyin", field_queries.keyword_pinyin),
    Kind("several readings", title_queries.several_readings, 0.95),
    Kind("Latin and digits", field_queries.latin_and_digits),
    Kind("full width", field_queries.full_width),
    Kind("traditional", title_queries.traditional),
    *(
        Kind(f"double pinyin, {scheme}", title_queries.double_pinyin(scheme), spelling=scheme)
        for scheme in double.SCHEMES
    ),
)
