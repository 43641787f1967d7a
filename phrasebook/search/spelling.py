"""How a person spells: with an accent or without, in full pinyin or in double pinyin (双拼).

In double pinyin two keys are a syllable, one for the initial and one for the final: 小鹤 writes 发货 as faho. The three
schemes put zh, ch and sh on the same keys and differ in their finals, and in how a syllable without initial is written.
The tables are those on which librime's schemas, libpinyin and libime agree.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from phrasebook.search import pinyin

Scheme = Literal["", "xiaohe", "microsoft", "ziranma"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """What is known beforehand about how queries are typed."""

    double: Scheme = ""
    """The scheme of double pinyin that is typed besides full pinyin; empty: none."""
    blurred: bool = True
    """Whether zh/z, ch/c, sh/s, l/n, ang/an, eng/en and ing/in stand for each other."""


PLAIN = Spelling()

INITIALS: Mapping[str, str] = {"v": "zh", "i": "ch", "u": "sh"}
"""The keys that stand for another initial than themselves, the same in all schemes. No syllable begins with these."""
_KEYS: Mapping[str, str] = {initial: key for key, initial in INITIALS.items()}

_LAYOUTS: Mapping[str, str] = {
    "xiaohe": (
        "q:iu w:ei r:uan t:ue,ve y:un o:uo p:ie s:ong,iong d:ai f:en g:eng h:ang j:an k:uai,ing l:uang,iang "
        "z:ou x:ua,ia c:ao v:ui,v b:in n:iao m:ian"
    ),
    "microsoft": (
        "q:iu w:ua,ia r:uan,er t:ue,ve y:uai,v o:uo p:un s:ong,iong d:uang,iang f:en g:eng h:ang j:an k:ao l:ai ;:ing "
        "z:ei x:ie c:iao v:ui,ue,ve b:ou n:in m:ian"
    ),
    "ziranma": (
        "q:iu w:ua,ia r:uan t:ue,ve y:uai,ing o:uo p:un s:ong,iong d:uang,iang f:en g:eng h:ang j:an k:ao l:ai "
        "z:ei x:ie c:iao v:ui,v b:ou n:in m:ian"
    ),
}
"""For each key of a scheme the finals it stands for; besides, a, e, i, o and u stand for themselves."""


def keys(syllable: str, scheme: Scheme) -> tuple[str, ...]:
    """The two keys of a syllable, the usual ones first."""
    initial = syllable[:2] if syllable[:2] in _KEYS else syllable[:1]
    if initial in "aeo":
        return _without_initial(syllable, scheme)
    final = syllable[len(initial) :]
    finals = _keys_of(final, scheme)
    if final == "u" and initial in "jqxy":  # it is ü, and some type it so
        finals += _keys_of("v", scheme)
    return tuple(_KEYS.get(initial, initial) + key for key in finals)


def _without_initial(syllable: str, scheme: Scheme) -> tuple[str, ...]:
    if scheme == "microsoft":
        return tuple("o" + key for key in _keys_of(syllable, scheme))
    if len(syllable) == 2:
        return (syllable,)
    return tuple(syllable[0] + key for key in _keys_of(syllable, scheme))  # aa, ah: the vowel, and the key of a, ang


def _keys_of(final: str, scheme: Scheme) -> tuple[str, ...]:
    if len(final) == 1 and final != "v":
        return (final,)
    return tuple(key for key, finals in _layout(scheme).items() if final in finals)


@functools.cache
def _layout(scheme: Scheme) -> Mapping[str, list[str]]:
    return {key: finals.split(",") for key, finals in (part.split(":") for part in _LAYOUTS[scheme].split())}


@functools.cache
def pairs(scheme: Scheme) -> Mapping[str, tuple[str, ...]]:
    """For every two keys of a scheme that mean something, the syllables they mean."""
    found: dict[str, list[str]] = {}
    for syllable in pinyin.table().syllables:
        for pair in keys(syllable, scheme):
            found.setdefault(pair, []).append(syllable)
    return {pair: tuple(syllables) for pair, syllables in found.items()}
