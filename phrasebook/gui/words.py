"""Wording that several parts of the picker share, in the language spoken at the moment of asking."""

from __future__ import annotations

from collections.abc import Sequence

from phrasebook.language import t
from phrasebook.model import Category, Phrase, Problem, Scope


def scope_name(scope: Scope | None) -> str:
    """What the tabs call a scope; None is all of them."""
    match scope:
        case None:
            return t("全部", "All")
        case Scope.PUBLIC:
            return t("公共", "Public")
        case Scope.DEPARTMENT:
            return t("部门", "Department")
        case Scope.PERSONAL:
            return t("个人", "Personal")


def category_name(category: Category) -> str:
    """A category as one text, its levels joined as `Match.positions` counts them."""
    return " / ".join(category)


def where(phrase: Phrase) -> str:
    """Scope, department and category of a phrase, as far as it has them."""
    owner = phrase.department or scope_name(phrase.scope)
    return t("{} · {}", "{} · {}").format(owner, category_name(phrase.category)) if phrase.category else owner


def found_line(query: str, count: int) -> str:
    """What the rows are: answers to the query, or without one what was used lately."""
    if not query:
        return t("最近和常用", "Recent and frequent")
    return t("{} 条", "{} found").format(count) if count else ""


def problems_line(problems: Sequence[Problem]) -> str:
    """How much of the library can't be used, and where to read more; "" when all is well."""
    count = len(problems)
    if not count:
        return ""
    found = t("话术库有 {} 处问题", "{} problems in the library" if count > 1 else "{} problem in the library").format(
        count
    )
    return found + t("，见 phrasebook doctor", ": see phrasebook doctor")


def pictures(count: int) -> str:
    """What stands for the text of a phrase of pictures only."""
    return t("{} 张图片", "{} pictures").format(count) if count > 1 else t("1 张图片", "1 picture")
