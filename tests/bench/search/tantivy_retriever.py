"""tantivy in the place of our own postings: it gives the candidates, our alignment ranks them.

The experiment behind docs/decisions/0011-retriever.md; `--peers retriever` repeats it. Everything before and after the
candidates is phrasebook's own. For each half of a phrase (title, keywords and category; text) tantivy indexes, as terms
with a mark for their kind: each character, its syllables and initials, and the same for each two neighbours. A parse
becomes the OR of the terms of its atoms and of the pairs of neighbouring atoms, weighted by BM25's idf and by the
boosts below, which follow those of phrasebook/search/retrieve.py.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import tantivy

from phrasebook.model import Phrase
from phrasebook.search import Index, pinyin
from phrasebook.search.fold import fold, is_word
from phrasebook.search.query import Atom, Kind, Parse
from phrasebook.search.retrieve import Retrieval
from tests.bench.search.columns import Columns
from tests.bench.search.engines import SHOWN
from tests.bench.search.peers import Peer

CANDIDATES = 256
_HALVES = {"head": 1.25, "rest": 1.0}
_PAIR, _WEAK = 4.0, 0.5
"""What two neighbours tell beside one character, and a homophone or an accent beside the thing itself."""
_MOST_SYLLABLES = 24
"""Of a beginning such as `sh`; what more it may mean goes by its initial alone."""
_HEAP = 512_000_000

_Term = tuple[str, float]


class TantivyRetriever(Peer):
    """Our index, asking tantivy for candidates."""

    name = "tantivy → our scorer"
    microseconds = 0.2

    def __init__(self, phrases: Sequence[Phrase], rows: Sequence[Columns]) -> None:
        self._own = Index(phrases)
        self._retriever = Retriever(phrases)

    def best(self, typed: str, spelling: str = "") -> Sequence[Phrase]:
        def candidates(_: Retrieval, parse: Parse, *_given: object) -> npt.NDArray[np.int64]:
            return self._retriever.candidates(parse)

        with patch.object(Retrieval, "candidates", candidates):
            return [match.phrase for match in self._own.best(typed, limit=SHOWN)]


class Retriever:
    """Candidates by tantivy."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        builder = tantivy.SchemaBuilder().add_integer_field("number", stored=True, fast=True)
        for half in _HALVES:
            builder.add_text_field(half, tokenizer_name="whitespace", index_option="basic")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("whitespace", analyzer)
        writer = index.writer(_HEAP, 1)
        for number, phrase in enumerate(phrases):
            head = (phrase.title, *phrase.keywords, *phrase.category)
            document = tantivy.Document(number=number)
            document.add_text("head", " ".join(term for field in head for term in _terms(field)))
            document.add_text("rest", " ".join(term for field in phrase.wordings for term in _terms(field)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def candidates(self, parse: Parse) -> npt.NDArray[np.int64]:
        """The numbers of the phrases with the most evidence, ascending."""
        clauses = [
            tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, half, term), weight * boost)
            for term, weight in _of_parse(parse)
            for half, boost in _HALVES.items()
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])
        hits = self._searcher.search(query, CANDIDATES, count=False).hits
        found = self._searcher.fast_field_values("number", [address for _, address in hits])
        return np.sort(np.array(found, np.int64))


def _terms(field: str) -> Iterator[str]:
    """Every character and every two neighbours of a field, as they stand, by syllable and by initial."""
    characters = [c for c in fold(field) if is_word(c)]
    spoken = [pinyin.readings(c)[:2] or (c,) for c in characters]
    yield from (f"c{c}" for c in characters)
    yield from (f"c{a}{b}" for a, b in itertools.pairwise(characters))
    for sounds in spoken:
        yield from (f"s{sound}" for sound in sounds)
        yield from {f"i{sound[0]}" for sound in sounds}
    for first, second in itertools.pairwise(spoken):
        yield from (f"s{a}'{b}" for a in first for b in second)
        yield from {f"i{a[0]}{b[0]}" for a in first for b in second}


def _of_parse(parse: Parse) -> Iterator[_Term]:
    """The terms that tell for a parse, and their weights."""
    for atom in parse.atoms:
        yield from _single(atom)
    for first, second in itertools.pairwise(parse.atoms):
        if first.kind is Kind.CHARACTER and second.kind is Kind.CHARACTER:
            yield f"c{first.typed}{second.typed}", _PAIR
        for a, b in itertools.product(_sounds(first), _sounds(second)):
            yield f"s{a[0]}'{b[0]}", _PAIR * a[1] * b[1]
        if first.kind is Kind.BEGINNING or second.kind is Kind.BEGINNING:
            for x, y in itertools.product(_initials(first), _initials(second)):
                yield f"i{x}{y}", _PAIR * _WEAK


def _single(atom: Atom) -> Iterator[_Term]:
    if atom.kind in (Kind.CHARACTER, Kind.BEGINNING):
        yield f"c{atom.typed}", 1.0
    sounds = _sounds(atom)
    yield from ((f"s{sound}", weight) for sound, weight in sounds)
    if not sounds:
        yield from ((f"i{initial}", _WEAK) for initial in _initials(atom))


def _sounds(atom: Atom) -> list[_Term]:
    """The syllables an atom may mean and how well; none for an initial, which may mean too many."""
    typed = pinyin.spelling(atom.typed)
    if atom.kind is Kind.CHARACTER:
        return [(reading, _WEAK) for reading in pinyin.readings(atom.typed)]
    if atom.kind is Kind.BEGINNING:
        longer = pinyin.longer().get(typed, ())
        return [(sound, 1.0) for sound in longer] if len(longer) <= _MOST_SYLLABLES else []
    sounds = dict.fromkeys(pinyin.alike(typed), _WEAK)
    if atom.kind in (Kind.SLIP, Kind.LOOSE):
        sounds |= dict.fromkeys(pinyin.near(typed), _WEAK) | dict.fromkeys(pinyin.swapped(typed), _WEAK)
    if atom.kind is Kind.LAST_SYLLABLE:
        sounds |= dict.fromkeys(pinyin.longer().get(typed, ()), 1.0)
    return [*sounds.items(), (typed, 1.0)]


def _initials(atom: Atom) -> set[str]:
    if atom.kind is Kind.CHARACTER:
        return {reading[0] for reading in pinyin.readings(atom.typed)}
    return {atom.typed[0]}
