"""Double pinyin: the keys of each scheme. What is expected here stands in the schemes' own published tables."""

import pytest

from phrasebook.search import pinyin
from phrasebook.search.spelling import INITIALS, keys, pairs

SCHEMES = ["xiaohe", "microsoft", "ziranma"]
SYLLABLES = pinyin.table().syllables


KEYS = """
ping pk p; py | kuai kk ky ky | zhuang vl vd vd | xiang xl xd xd | bin bb bn bn | biao bn bc bc | jie jp jx jx
jia jx jw jw | hua hx hw hw | lai ld ll ll | hao hc hk hk | gei gw gz gz | shou uz ub ub | kun ky kp kp
yun yy yp yp | ying yk y; yy | qiu qq qq qq | huan hr hr hr | yuan yr yr yr | yue yt yt yt | duo do do do
song ss ss ss | xiong xs xs xs | fen ff ff ff | deng dg dg dg | fang fh fh fh | kan kj kj kj | dian dm dm dm
tui tv tv tv | bo bo bo bo | wo wo wo wo | chi ii ii ii | shi ui ui ui | zhu vu vu vu | che ie ie ie | ju ju ju ju
lv lv ly lv | nv nv ny nv | lve lt lt lt | nve nt nt nt
a aa oa aa | o oo oo oo | e ee oe ee | ai ai ol ai | an an oj an | ao ao ok ao | ou ou ob ou | ei ei oz ei
en en of en | er er or er | ang ah oh ah | eng eg og eg
"""
"""A syllable, and its keys in each scheme: every final at least once."""


@pytest.mark.parametrize(
    ("syllable", "expected"), [(s, k) for s, *k in map(str.split, KEYS.replace("\n", "|").split("|")[1:-1])]
)
def test_the_keys_of_a_syllable(syllable, expected):
    assert [keys(syllable, scheme)[0] for scheme in SCHEMES] == expected


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_syllable_has_two_keys_that_lead_back_to_it(scheme):
    for syllable in SYLLABLES:
        for pair in keys(syllable, scheme):
            assert len(pair) == 2
            assert syllable in pairs(scheme)[pair]
            assert pair.isalpha() or (scheme == "microsoft" and pair[1] == ";" and pair[0].isalpha())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_two_keys_mean_one_syllable(scheme):
    assert {pair: means for pair, means in pairs(scheme).items() if len(means) > 1} == {"lo": ("lo", "luo")}


@pytest.mark.parametrize(
    ("scheme", "pair", "syllable"),
    [
        ("xiaohe", "jv", "ju"),
        ("ziranma", "yv", "yu"),
        ("microsoft", "jy", "ju"),
        ("microsoft", "xv", "xue"),
        ("microsoft", "lv", "lve"),
    ],
)
def test_other_keys_for_the_umlaut(scheme, pair, syllable):
    assert pairs(scheme)[pair] == (syllable,)


def test_the_keys_of_long_initials_begin_no_syllable():
    assert not {syllable[0] for syllable in SYLLABLES} & INITIALS.keys()
