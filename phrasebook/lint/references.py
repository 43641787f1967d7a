"""Placeholders that can't be pasted: malformed ones, unknown names, phrases that are missing or contain themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from phrasebook.language import t
from phrasebook.lint.draft import Draft
from phrasebook.lint.findings import Level, Spot
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.placeholders import MAX_NESTED
from phrasebook.placeholders.syntax import Broken, Other, Token, Variable, tokens

USUAL = frozenset({"agent"})
"""Names that every agent has a value for, even if no settings say so."""

_WORDS = "date|time|clipboard|cursor|agent|ask|choose|phrase"
_NEARLY = re.compile(rf"(?<!\{{)\{{\s*(?:{_WORDS})\b[^{{}}\n]{{0,60}}\}}(?!\}})|｛｛?[^{{}}｛｝\n]{{1,60}}｝｝?")
"""Placeholders of other programs, and of input methods: {agent}, ｛｛agent｝｝."""


def placeholders(
    packs: Sequence[Pack], beside: Sequence[Pack], variables: frozenset[str], *, complete: bool
) -> Iterator[Draft]:
    """What is wrong with the placeholders of each wording.

    `complete`: these packs are all there are, so that a code which none of them has is missing.
    """
    texts = _texts((*packs, *beside))
    graph = _Graph(texts)
    for pack in packs:
        for phrase in pack.phrases:
            for spot, wording in _wordings(pack, phrase):
                if "{" in wording or "｛" in wording:
                    yield from _of_wording(spot, wording, variables, graph, complete=complete)


def _of_wording(
    spot: Spot, wording: str, variables: frozenset[str], graph: _Graph, *, complete: bool
) -> Iterator[Draft]:
    for token in tokens(wording):
        match token.meaning:
            case Broken(message, hint):
                yield Draft("broken-placeholder", _at(spot, token), message, hint)
            case Variable(name) if name not in variables:
                yield _unknown(_at(spot, token), name, variables)
            case Other(code):
                yield from _other(_at(spot, token), code, graph, complete=complete)
            case str(text):
                for match in _NEARLY.finditer(text) if text == token.raw else ():
                    start = token.start + match.start()
                    yield _nearly(
                        Spot(spot.path, spot.phrase, spot.key, spot.item, (start, start + len(match[0]))), match[0]
                    )


def _unknown(spot: Spot, name: str, variables: frozenset[str]) -> Draft:
    from rapidfuzz import process  # only a mistake needs it

    known = (*sorted(variables), "clipboard", "cursor", "date", "time")
    close = process.extractOne(name, known, score_cutoff=60)
    hint = (
        t(f"是不是 {{{{{close[0]}}}}}？", f"did you mean {{{{{close[0]}}}}}?")
        if close
        else t(
            f"每次都要问的写成 {{{{ask:{name}}}}}；固定的写进设置的 [variables]",
            f"write {{{{ask:{name}}}}} to be asked, or give it a value under [variables] in the settings",
        )
    )
    message = t(
        f"没有名叫「{name}」的变量，每次都会问坐席", f"no variable is called {name!r}; agents are asked each time"
    )
    return Draft("unknown-placeholder", spot, message, hint)


def _nearly(spot: Spot, written: str) -> Draft:
    name = written.strip("{}｛｝ ")
    return Draft(
        "unknown-placeholder",
        spot,
        t(
            f"{written} 不是占位符，会原样发给顾客",
            f"{written} is no placeholder; customers would read it as it stands",
        ),
        t(f"写成 {{{{{name}}}}}", f"write {{{{{name}}}}}"),
    )


def _other(spot: Spot, code: str, graph: _Graph, *, complete: bool) -> Iterator[Draft]:
    if code not in graph.texts:
        yield Draft(
            "missing-phrase",
            spot,
            t(f"没有编码为「{code}」的话术", f"no phrase has the code {code!r}")
            if complete
            else t(f"这里没有编码为「{code}」的话术", f"no phrase here has the code {code!r}"),
            t("改掉这里的编码，或先写好那条话术", "correct the code, or write that phrase first"),
            most=Level.ERROR if complete else Level.WARNING,
        )
    elif circle := graph.circle(code):
        shown = " → ".join(circle)
        yield Draft(
            "phrase-cycle",
            spot,
            t(f"话术互相引用，绕成了圈：{shown}", f"phrases contain each other in a circle: {shown}"),
            t("把其中一条里的 {{phrase:…}} 去掉", "take {{phrase:…}} out of one of them"),
        )
    elif graph.size(code) >= MAX_NESTED:
        yield Draft(
            "phrase-cycle",
            spot,
            t(f"一条话术里套了超过 {MAX_NESTED} 条别的话术", f"more than {MAX_NESTED} phrases inside one"),
            t("少套几条", "put fewer phrases into it"),
        )


class _Graph:
    """Which phrases' texts bring in which."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._inner: dict[str, tuple[str, ...]] = {}
        self._sizes: dict[str, int] = {}
        self._circles: dict[str, tuple[str, ...]] = {}

    def circle(self, code: str) -> tuple[str, ...]:
        """A circle that the phrase of this code is on or leads to, as codes with the same one at both ends; () where
        there is none. What leads to a circle can't be pasted either.
        """
        way: dict[str, None] = {}
        stack: list[tuple[str, bool]] = [(code, False)]
        while stack:
            one, leaving = stack.pop()
            if leaving:
                del way[one]
                self._circles[one] = ()
            elif one in way or self._circles.get(one):
                codes = list(way)
                circle = self._circles.get(one) or (*codes[codes.index(one) :], one)
                self._circles |= dict.fromkeys(codes, circle)
                return circle
            elif one not in self._circles and one in self.texts:
                way[one] = None
                stack.append((one, True))
                stack += [(inner, False) for inner in reversed(self._of(one))]
        return ()

    def size(self, code: str) -> int:
        """How many phrases the one of this code brings in, those inside of them too; it must be on no circle."""
        stack = [code]
        while stack:
            one = stack[-1]
            waiting = [inner for inner in self._of(one) if inner not in self._sizes and inner in self.texts]
            if waiting:
                stack += waiting
                continue
            stack.pop()
            self._sizes[one] = sum(1 + self._sizes.get(inner, 0) for inner in self._of(one))
        return self._sizes[code]

    def _of(self, code: str) -> tuple[str, ...]:
        if code not in self._inner:
            found = tokens(self.texts[code]) if "{{" in self.texts[code] else ()
            self._inner[code] = tuple(token.meaning.code for token in found if isinstance(token.meaning, Other))
        return self._inner[code]


def _texts(packs: Sequence[Pack]) -> dict[str, str]:
    """The text of each code; personal wins over department, department over public."""
    order = list(Scope)
    texts: dict[str, str] = {}
    for pack in sorted(packs, key=lambda pack: order.index(pack.scope)):
        for phrase in pack.phrases:
            if phrase.code:
                texts.setdefault(phrase.code, phrase.text)
    return texts


def _wordings(pack: Pack, phrase: Phrase) -> Iterator[tuple[Spot, str]]:
    yield Spot(pack.path, phrase, "text"), phrase.text
    for item, wording in enumerate(phrase.variants):
        yield Spot(pack.path, phrase, "variants", item), wording


def _at(spot: Spot, token: Token) -> Spot:
    return Spot(spot.path, spot.phrase, spot.key, spot.item, (token.start, token.end))
