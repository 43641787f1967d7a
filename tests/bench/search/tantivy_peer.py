"""tantivy with an analysis made for Chinese and pinyin, as retriever and ranker in one.

Fields, for the title and again for the rest (keywords, category, text): characters and pairs of neighbours; letter
trigrams of the full pinyin, which bear slips; pairs and triples of initials. A query is the OR of whatever of these it
holds, ranked by BM25; what is in the title weighs more, and so do pairs and triples than single characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import tantivy

from phrasebook.model import Phrase
from tests.bench.search.columns import Columns, folded
from tests.bench.search.engines import SHOWN
from tests.bench.search.peers import Peer

_GRAMS = {"characters": (1, 2), "pinyin": (3, 3), "initials": (2, 3)}
"""The shortest and the longest n-gram of each kind of field."""
_BOOSTS = {"title": 3.0, "rest": 1.0}
_CODE_BOOSTS = {"code": 100.0, "code_begun": 30.0}
_LONGEST_CODE = 12
_RUNS = re.compile(r"[a-z]+|[^a-z\s]+")
_HEAP = 256_000_000


class Tantivy(Peer):
    """An index in memory, written by one thread into one segment."""

    name = "tantivy"
    microseconds = 0.02

    def __init__(self, phrases: Sequence[Phrase], rows: Sequence[Columns]) -> None:
        self._phrases = phrases
        builder = tantivy.SchemaBuilder().add_integer_field("number", stored=True, fast=True)
        builder.add_text_field("code", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("code_begun", tokenizer_name="beginnings", index_option="basic")
        for part in _BOOSTS:
            for kind in _GRAMS:
                builder.add_text_field(f"{part}_{kind}", tokenizer_name=kind, index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        for kind, (least, most) in _GRAMS.items():
            self._index.register_tokenizer(kind, _analyzer(least, most, prefix_only=False))
        self._index.register_tokenizer("beginnings", _analyzer(2, _LONGEST_CODE, prefix_only=True))
        writer = self._index.writer(_HEAP, 1)
        for number, row in enumerate(rows):
            writer.add_document(_document(number, row))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def best(self, typed: str, spelling: str = "") -> Sequence[Phrase]:
        return [self._phrases[number] for number in self.numbers(typed, SHOWN)]

    def numbers(self, typed: str, limit: int) -> list[int]:
        """The numbers of the best phrases."""
        clauses = [
            tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term), boost)
            for field, term, boost in _terms(folded(typed))
        ]
        if not clauses:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])
        hits = self._searcher.search(query, limit, count=False).hits
        return [int(n or 0) for n in self._searcher.fast_field_values("number", [address for _, address in hits])]


def _analyzer(least: int, most: int, *, prefix_only: bool) -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(least, most, prefix_only)).build()


def _document(number: int, row: Columns) -> tantivy.Document:
    document = tantivy.Document(number=number, code=row.code, code_begun=row.code)
    document.add_text("title_characters", row.title)
    document.add_text("title_pinyin", row.title_pinyin)
    document.add_text("title_initials", row.title_initials)
    document.add_text("rest_characters", f"{row.keywords} {row.category} {row.text}")
    document.add_text("rest_pinyin", f"{row.keywords_pinyin} {row.text_pinyin}")
    document.add_text("rest_initials", f"{row.keywords_initials} {row.text_initials}")
    return document


def _terms(typed: str) -> Iterator[tuple[str, str, float]]:
    """Field, term and boost of everything the query holds."""
    yield from ((field, typed, boost) for field, boost in _CODE_BOOSTS.items())
    for run in _RUNS.findall(typed):
        kinds = ("pinyin", "initials", "characters") if run.isascii() and run.isalpha() else ("characters",)
        for kind in kinds:
            least, most = _GRAMS[kind]
            for size in range(least, most + 1):
                for start in range(len(run) - size + 1):
                    for part, boost in _BOOSTS.items():
                        yield f"{part}_{kind}", run[start : start + size], boost * size
