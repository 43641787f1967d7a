"""What only a whole library can decide: each id is one phrase's, and each code of a scope too. Pure."""

from __future__ import annotations

from dataclasses import replace

from phrasebook.language import t
from phrasebook.model import Pack, Phrase, Problem, Scope
from phrasebook.pack.ids import ProvisionalIds
from phrasebook.phrases import outline_of


def settled(packs: list[Pack]) -> tuple[list[Pack], list[Problem]]:
    """The packs with each id given once, and what clashed.

    The first phrase with an id keeps it; an id in a file goes before a provisional one. A later phrase gets a
    provisional id and is reported. A code that stands twice in a scope is reported, and both are kept.
    """
    problems = _code_clashes(packs)
    ids = [id_ for pack in packs for id_ in outline_of(pack.phrases).ids]
    if len(set(ids)) == len(ids):
        return packs, problems
    owners = _owners(packs)
    provisional = ProvisionalIds(set(ids))
    result = []
    for pack in packs:
        phrases: list[Phrase] = []
        for phrase in pack.phrases:
            owner_pack, owner = owners[phrase.id]
            if owner is phrase:
                phrases.append(phrase)
                continue
            phrases.append(provisional.given(phrase))
            if not phrase.provisional:
                problems.append(_id_clash(pack, phrase, owner_pack, owner))
        result.append(replace(pack, phrases=tuple(phrases)))
    return result, problems


def _owners(packs: list[Pack]) -> dict[str, tuple[Pack, Phrase]]:
    """Who keeps each id."""
    owners: dict[str, tuple[Pack, Phrase]] = {}
    for pack in packs:
        for phrase in pack.phrases:
            owner = owners.get(phrase.id)
            if owner is None or (owner[1].provisional and not phrase.provisional):
                owners[phrase.id] = pack, phrase
    return owners


def _id_clash(pack: Pack, phrase: Phrase, owner_pack: Pack, owner: Phrase) -> Problem:
    place = f"{owner_pack.path}:{owner.line}"
    return Problem(
        pack.path,
        phrase.line,
        "id",
        t(f"id {phrase.id} 已被 {place} 使用，这一条暂用临时 id", f"the id {phrase.id} is taken by {place}"),
        t("删掉这一行，会自动补上新的", "remove the line; a new id will be made"),
    )


def _code_clashes(packs: list[Pack]) -> list[Problem]:
    """Codes, letter case aside, that stand twice in one scope (of one department)."""
    coded: dict[tuple[Scope, str], list[str]] = {}
    for pack in packs:
        codes = coded.setdefault((pack.scope, pack.department), [])
        codes += [code.casefold() for _, code in outline_of(pack.phrases).codes]
    problems: list[Problem] = []
    if all(len(set(codes)) == len(codes) for codes in coded.values()):
        return problems
    seen: dict[tuple[Scope, str, str], tuple[Pack, Phrase]] = {}
    for pack in packs:
        for phrase in pack.phrases:
            if not phrase.code:
                continue
            first_pack, first = seen.setdefault((pack.scope, pack.department, phrase.code.casefold()), (pack, phrase))
            if first is not phrase:
                place = f"{first_pack.path}:{first.line}"
                problems.append(
                    Problem(
                        pack.path,
                        phrase.line,
                        "code",
                        t(
                            f"编码 {phrase.code} 已被 {place} 使用，输入它会用那一条",
                            f"the code {phrase.code} is taken by {place}, which goes first",
                        ),
                        t("换一个编码", "choose another code"),
                    )
                )
    return problems
