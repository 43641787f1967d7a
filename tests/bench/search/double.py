"""Double pinyin: two keys for each syllable, in the three schemes people use (小鹤, 微软, 自然码)."""

from __future__ import annotations

from typing import NamedTuple

_INITIALS = {"zh": "v", "ch": "i", "sh": "u"}


class Scheme(NamedTuple):
    """The keys of one scheme."""

    finals: dict[str, str]
    alone: dict[str, str]
    """Syllables without an initial."""


def _keys(row: str) -> dict[str, str]:
    """From "iu:q ia,ua:w" to {"iu": "q", "ia": "w", "ua": "w"}."""
    pairs = (part.rsplit(":", 1) for part in row.split())
    return {final: key for finals, key in pairs for final in finals.split(",")}


_PLAIN = "a:a e:e i:i u:u "
SCHEMES = {
    "小鹤": Scheme(
        _keys(
            _PLAIN + "iu:q ei:w uan:r ue,ve:t un:y uo,o:o ie:p ong,iong:s ai:d en:f eng:g ang:h an:j ing,uai:k "
            "iang,uang:l ou:z ia,ua:x ao:c ui,v:v in:b iao:n ian:m"
        ),
        _keys("a:aa o:oo e:ee ai:ai an:an ao:ao ei:ei en:en er:er ou:ou ang:ah eng:eg"),
    ),
    "微软": Scheme(
        _keys(
            _PLAIN + "iu:q ia,ua:w uan:r ue,ve:t uai,v:y uo,o:o un:p ong,iong:s iang,uang:d en:f eng:g ang:h an:j "
            "ao:k ai:l ing:; ei:z ie:x iao:c ui:v ou:b in:n ian:m"
        ),
        _keys("a:oa o:oo e:oe ai:ol an:oj ao:ok ei:oz en:of er:or ou:ob ang:oh eng:og"),
    ),
    "自然码": Scheme(
        _keys(
            _PLAIN + "iu:q ia,ua:w uan:r ue,ve:t ing,uai:y uo,o:o un:p ong,iong:s iang,uang:d en:f eng:g ang:h an:j "
            "ao:k ai:l ei:z ie:x iao:c ui,v:v ou:b in:n ian:m"
        ),
        _keys("a:aa o:oo e:ee ai:ai an:an ao:ao ei:ei en:en er:er ou:ou ang:ah eng:eg"),
    ),
}


def typed(scheme: str, syllable: str) -> str:
    """The two keys of a syllable; empty for the few that no scheme has (n, m, ng)."""
    finals, alone = SCHEMES[scheme]
    if syllable in alone:
        return alone[syllable]
    initial = syllable[:2] if syllable[:2] in _INITIALS else syllable[:1]
    final = finals.get(syllable[len(initial) :])
    return _INITIALS.get(initial, initial) + final if final else ""
