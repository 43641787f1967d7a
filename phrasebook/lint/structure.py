"""What is wrong with the build of packs: what couldn't be read, ids, codes, categories, dates."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from phrasebook.language import t
from phrasebook.lint.draft import NOBODY, Draft, ignored
from phrasebook.lint.findings import Sources, Spot
from phrasebook.lint.placing import Placing
from phrasebook.model import Category, Pack, Problem, Scope

_SHOWN = 3
"""So many examples stand in a message."""

_EMPTY_LEVEL = re.compile(r"""^[ \t]*category[ \t]*=[ \t]*\[[^\]\n]*(["'])[ \t\u3000]*\1[^\]\n]*\]""", re.MULTILINE)


def unread(packs: Sequence[Pack], problems: Sequence[Problem], clashes: Sequence[Draft]) -> Iterator[Draft]:
    """What reading the packs reported, and what the library reported beyond that, unless it is among the clashes of
    ids and codes already.
    """
    own = [problem for pack in packs for problem in pack.problems]
    known = set(own)
    clashing = {(draft.spot.path, draft.spot.phrase.line, draft.spot.key) for draft in clashes}
    for problem in (*own, *(problem for problem in problems if problem not in known)):
        rule = "missing-image" if problem.key == "images" else "unreadable"
        if problem not in known and problem.key in ("id", "code"):
            rule = f"duplicate-{problem.key}"
        if (problem.path, problem.line, problem.key) not in clashing:
            spot = Spot(problem.path, NOBODY, problem.key)
            yield Draft(rule, spot, problem.message, problem.hint, line=problem.line)


def identities(packs: Sequence[Pack], beside: Sequence[Pack] = ()) -> Iterator[Draft]:
    """Ids that two phrases hold, and codes that two phrases of one scope (of one department) hold."""
    ids: dict[str, Spot] = {}
    codes: dict[tuple[Scope, str, str], Spot] = {}
    ours = {id(pack) for pack in packs}
    for pack in (*beside, *packs):
        for phrase in pack.phrases:
            spot = Spot(pack.path, phrase)
            if not phrase.provisional and (first := ids.setdefault(phrase.id, spot)) is not spot and id(pack) in ours:
                place = _place(first)
                yield Draft(
                    "duplicate-id",
                    Spot(pack.path, phrase, "id"),
                    t(f"id {phrase.id} 已被 {place} 使用", f"the id {phrase.id} is taken by {place}"),
                    t("删掉这一行，会自动补上新的", "remove the line; a new id will be made"),
                )
            if not phrase.code:
                continue
            first = codes.setdefault((phrase.scope, phrase.department, phrase.code.casefold()), spot)
            if first is not spot and id(pack) in ours:
                place = _place(first)
                yield Draft(
                    "duplicate-code",
                    Spot(pack.path, phrase, "code"),
                    t(
                        f"编码 {phrase.code} 已被 {place} 使用，打它出来的是那一条",
                        f"the code {phrase.code} is taken by {place}, which goes first",
                    ),
                    t("换一个编码", "choose another code"),
                )


def prefixes(packs: Sequence[Pack], beside: Sequence[Pack] = ()) -> Iterator[Draft]:
    """Codes that begin other codes which the same agent sees."""
    coded: dict[tuple[Scope, str], list[str]] = defaultdict(list)
    for pack in (*packs, *beside):
        coded[pack.scope, pack.department] += [phrase.code.casefold() for phrase in pack.phrases if phrase.code]
    shared = coded[Scope.PUBLIC, ""] + coded[Scope.PERSONAL, ""]
    everybody = sorted({code for codes in coded.values() for code in codes})
    visible = {department: sorted({*codes, *shared}) for (_, department), codes in coded.items() if department}
    for pack in packs:
        codes = visible[pack.department] if pack.department else everybody
        for phrase in pack.phrases:
            if longer := _longer(codes, phrase.code.casefold()):
                more = t("等", " …") if len(longer) > _SHOWN else ""
                listed = t("、", ", ").join(longer[:_SHOWN]) + more
                yield Draft(
                    "prefix-code",
                    Spot(pack.path, phrase, "code"),
                    t(f"编码 {phrase.code} 是 {listed} 的开头", f"the code {phrase.code} begins {listed}"),
                    t("其中一个换成不同的开头", "let one of them begin differently"),
                )


def _longer(codes: list[str], code: str) -> list[str]:
    """Those of the sorted codes that begin with this one and go on."""
    if not code:
        return []
    return codes[bisect_right(codes, code) : bisect_left(codes, code + "\U0010ffff")]


def categories(packs: Sequence[Pack], sources: Sources, today: date) -> Iterator[Draft]:
    """Phrases without a category, empty levels, and categories of which agents see nothing any more."""
    left: dict[Category, list[Spot]] = defaultdict(list)
    alive: set[Category] = set()
    for pack in packs:
        yield from _empty_levels(pack, sources)
        for phrase in pack.phrases:
            if not phrase.category:
                yield Draft(
                    "no-category",
                    Spot(pack.path, phrase, "category"),
                    t("没有分类", "has no category"),
                    t('写上 category = ["一级", "二级"]', 'write category = ["first", "second"]'),
                )
                continue
            left[phrase.category].append(Spot(pack.path, phrase, "category"))
            if phrase.valid_until is None or phrase.valid_until >= today or "expired" in (ignored(phrase) or ()):
                alive.add(phrase.category)
    for category, spots in left.items():
        if category not in alive:
            name = " / ".join(category)
            yield Draft(
                "empty-category",
                spots[0],
                t(
                    f"分类「{name}」里的 {len(spots)} 条话术都过期了",
                    f"all {len(spots)} phrases of {name} are out of date",
                ),
                t("改日期，或者连分类一起删掉", "change the dates, or remove them with the category"),
            )


def _empty_levels(pack: Pack, sources: Sources) -> Iterator[Draft]:
    """Levels written as "": reading drops them, so they are looked for in the file."""
    for match in _EMPTY_LEVEL.finditer(source := sources.get(pack.path, "")):
        line = source.count("\n", 0, match.start()) + 1
        phrase = next((phrase for phrase in reversed(pack.phrases) if phrase.line <= line), None)
        spot = Spot(pack.path, phrase, "category") if phrase else None
        if spot and Placing(sources).place(spot)[0] == line:  # else it stands in a text of several lines
            yield Draft(
                "empty-level",
                spot,
                t("分类里有空的一级", "a level of the category is empty"),
                t("写上名字，或删掉空的引号", "name it, or take the empty quotes out"),
            )


def dates(packs: Sequence[Pack], today: date) -> Iterator[Draft]:
    """Phrases out of date."""
    for pack in packs:
        for phrase in pack.phrases:
            if phrase.valid_until is not None and phrase.valid_until < today:
                day = phrase.valid_until.isoformat()
                yield Draft(
                    "expired",
                    Spot(pack.path, phrase, "valid_until"),
                    t(f"{day} 已过期，坐席看不到", f"out of date since {day}; agents don't see it"),
                    t("写上新的日期，或者删掉这一条", "give it a new date, or remove it"),
                )


def ignoring(packs: Sequence[Pack], names: frozenset[str]) -> Iterator[Draft]:
    """`lint_ignore` that isn't a list of names, or names what is no rule."""
    for pack in packs:
        for phrase in pack.phrases:
            if "lint_ignore" not in phrase.extra:
                continue
            named = ignored(phrase)
            spot = Spot(pack.path, phrase, "lint_ignore")
            write = t('写成 lint_ignore = ["规则名"]', 'write lint_ignore = ["rule"]')
            if named is None:
                yield Draft("lint-ignore", spot, t("应当是规则名的列表", "must be a list of names of rules"), write)
                continue
            for name in named:
                if name not in names:
                    yield Draft(
                        "lint-ignore",
                        spot,
                        t(f"没有名叫「{name}」的规则", f"there is no rule {name!r}"),
                        t("用 phrasebook lint --list-rules 看有哪些", "see `phrasebook lint --list-rules`"),
                    )


def _place(spot: Spot) -> str:
    return f"{spot.path.name}:{spot.phrase.line}"
