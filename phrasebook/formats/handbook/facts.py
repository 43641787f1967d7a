"""What a handbook says about a phrase beside its wording."""

from __future__ import annotations

from collections.abc import Sequence

from phrasebook.language import t
from phrasebook.model import Phrase, Scope

_SCOPES = {
    Scope.PUBLIC: ("公共", "Public"),
    Scope.DEPARTMENT: ("部门", "Department"),
    Scope.PERSONAL: ("个人", "Personal"),
}


def facts(phrase: Phrase) -> Sequence[tuple[str, str]]:
    """Name and value of what a colleague wants to know: when it holds, where, and the note."""
    told = []
    if phrase.valid_from or phrase.valid_until:
        days = [day.isoformat() if day else "" for day in (phrase.valid_from, phrase.valid_until)]
        told.append((t("有效期", "Valid"), " – ".join(days).strip()))
    if phrase.apps:
        told.append((t("只用于", "Only in"), t("、", ", ").join(phrase.apps)))
    if phrase.send:
        told.append((t("自动发送", "Sent at once"), t("是", "yes")))
    if phrase.note:
        told.append((t("备注", "Note"), phrase.note))
    return told


def scope_name(phrase: Phrase) -> str:
    """公共, 个人, or the department's name."""
    return phrase.department or t(*_SCOPES[phrase.scope])


def heading_of(name: str) -> str:
    """The heading of a chapter, which for phrases without a category says so."""
    return name or t("未分类", "No category")
