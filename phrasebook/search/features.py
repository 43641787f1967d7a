"""What a message says, for the ranking of replies: its characters, the neighbouring pairs of them, its Latin words.

No segmentation of words: pairs of characters did better than those of a dictionary, at none of its costs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from phrasebook.search.fold import fold

Features = Mapping[str, float]
"""What was said, and how much each of it counts. A feature is a character, two side by side, or a word or number in
ASCII, all folded.
"""
LONGEST = 120
"""Of a longer message only the end is read: the question comes last."""
TURNS = (0.4, 0.6)
"""How much the turns before the message count: the agent's, the customer's before that. Measured on real dialogues."""
_ORDER = 5
"""From so many digits on, a run of letters and digits is somebody's number, not a size or a sale (618)."""
STOPS = frozenset(
    "的了是我你您他她它们在有人这那个一么吗呢吧啊呀哦嗯哈啦嘛哒呐喔哎唉诶呃噢哟呗好就都也还要会能可以和跟与给"
    "把被让到说很太真又再才只从对为什怎样多少几请问亲哪谁想看得着过来去上下里时候些已经吖嗷呵嘿行不没事办"
)
"""Characters that are in every second message and say nothing about its subject."""
_NODS = frozenset("好的嗯哦噢喔是行对啊呀吧呢了哈呵嘿啦哒嘛哎诶呃额吖嗷")
"""Of these alone are the answers that want no reply: 好的, 嗯嗯, 行吧, 哈哈哈."""
_LATIN_NODS = frozenset(("ok", "okk", "okay", "en", "enen", "o", "oo", "hao"))
_NOISE = re.compile(r"(?:https?://|www\.)[!-~]*|\[[^\[\]\s]{1,6}\]")
"""Links, and emoticons as chat programs copy them: [微笑]."""
_TOKEN = re.compile(r"[a-z0-9]+|.", re.DOTALL)


def features(message: str, previous: Sequence[str] = ()) -> dict[str, float]:
    """What is said in a message, and less so in the turns before it, of which the latest stands last."""
    found = dict.fromkeys(said(message), 1.0)
    for turn, weight in zip(reversed(previous), TURNS, strict=False):
        for feature in said(turn):
            found[feature] = max(weight, found.get(feature, 0.0))
    return found


def said(text: str) -> tuple[str, ...]:
    """The different features of a text, in its order. Nothing of a nod (好的), a link, an order number."""
    found: dict[str, None] = {}
    before = ""
    for token in _tokens(text):
        if sum(map(str.isdigit, token)) >= _ORDER or not token.isalnum():
            before = ""
            continue
        if before:
            found[before + token[0]] = None
        if len(token) > 1 or (not token.isascii() and token not in STOPS):
            found[token] = None
        before = token[-1]
    return tuple(found)


def is_nod(text: str) -> bool:
    """Whether it says nothing at all, or nothing but 好的, 嗯嗯, ok."""
    words = [token for token in _tokens(text) if token.isalnum()]
    return all(word in _LATIN_NODS or word in _NODS for word in words)


def spoken(text: str) -> str:
    """The bare characters of a text."""
    return "".join(token for token in _tokens(text) if token.isalnum())


def has_subject(feature: str) -> bool:
    """Whether it tells what a message is about; what consists of such characters as stand everywhere doesn't."""
    return any(character not in STOPS for character in feature)


def may_be_kept(feature: str) -> bool:
    """Whether it can be no part of a number."""
    return not any(map(str.isdigit, feature))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(fold(_NOISE.sub(" ", text[-LONGEST:])))
