"""Pinyin as pypinyin gives it, in context: independent of the table that the search itself uses."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

from pypinyin import lazy_pinyin


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    entries = (entry.split(":") for entry in rows.split())
    return {character: tuple(readings.split(",")) for character, readings in entries}


SEVERAL = _table("""
    还:hai,huan 重:chong,zhong 行:hang,xing 长:chang,zhang 调:tiao,diao 便:bian,pian 差:cha,chai 单:dan,shan
    着:zhe,zhao 得:de,dei 了:le,liao 都:dou,du 大:da,dai 降:jiang,xiang 藏:cang,zang 乐:le,yue 觉:jue,jiao
    传:chuan,zhuan 弹:tan,dan 率:lv,shuai 朝:chao,zhao 参:can,shen 薄:bao,bo 壳:ke,qiao 卡:ka,qia 提:ti,di
    给:gei,ji 地:di,de 色:se,shai 省:sheng,xing 校:xiao,jiao 折:zhe,she 仔:zi,zai 熟:shu,shou 露:lu,lou 嗯:en,n
    模:mo,mu 粘:zhan,nian 称:cheng,chen 哪:na,nei 那:na,nei 谁:shui,shei 这:zhe,zhei 会:hui,kuai 度:du,duo
""")
"""Everyday characters with several readings that people do type, right or wrong in their context."""


class Spelled(NamedTuple):
    """A field as it is searched: its letters, digits and Chinese characters, and how each is read."""

    characters: tuple[str, ...]
    context: tuple[str, ...]
    """The reading in this context; of what isn't Chinese, the character itself."""

    def readings(self, i: int) -> tuple[str, ...]:
        """Every reading a person may type for the character at `i`."""
        return (self.context[i], *SEVERAL.get(self.characters[i], ()))


@functools.lru_cache(300_000)
def spelled(text: str) -> Spelled:
    """The characters of a text without spaces and punctuation, width and case folded, with their readings."""
    folded = unicodedata.normalize("NFKC", text).lower()
    sounds = [sound for run in _RUNS.findall(folded) for sound in _sounds(run)]
    kept = [(character, sound) for character, sound in zip(folded, sounds, strict=True) if character.isalnum()]
    return Spelled(tuple(character for character, _ in kept), tuple(sound for _, sound in kept))


_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")


def _sounds(run: str) -> list[str]:
    """The reading of each character of a run that is all Chinese or all something else."""
    if not "\u3400" <= run[0] <= "\u9fff":
        return list(run)
    sounds = lazy_pinyin(run, v_to_u=False)
    return sounds if len(sounds) == len(run) else [sound for c in run for sound in lazy_pinyin(c, v_to_u=False)]


@functools.cache
def everyday() -> tuple[str, ...]:
    """The 3,755 characters of GB 2312's first level, which are those in daily use."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return tuple(code.decode("gb2312") for code in rows if code < b"\xd7\xfa")


@functools.cache
def sounding(syllable: str) -> tuple[str, ...]:
    """The everyday characters whose usual reading is this syllable."""
    return tuple(c for c in everyday() if lazy_pinyin(c, v_to_u=False) == [syllable])


@functools.cache
def syllables() -> frozenset[str]:
    """Every syllable of an everyday character."""
    return frozenset(sound for c in everyday() for sound in lazy_pinyin(c, v_to_u=False))
