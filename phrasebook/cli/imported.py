"""What an import did or would do, in words, rows and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from phrasebook.cli.data import place_name
from phrasebook.cli.output import print_json, print_table, say
from phrasebook.importing.plan import Fate, Planned
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.formats.base import Remark
    from phrasebook.importing.plan import Plan

_SHOWN = 20
"""Refused rows, conflicts, remarks and near-duplicates that are shown one by one, of each kind."""

_WORDS = {
    Fate.NEW: ("新增", "new"),
    Fate.SAME: ("已有", "same"),
    Fate.KEPT_BOTH: ("都留", "kept both"),
    Fate.REPLACED: ("替换", "replaced"),
    Fate.SKIPPED: ("跳过", "skipped"),
}


def show(plan: Plan, *, dry_run: bool, json: bool, change: int) -> None:
    """Print the outcome: one JSON document, or of a dry run all rows; and say what a person should know."""
    if json:
        print_json(_data(plan, dry_run=dry_run, change=change))
        return
    if dry_run:
        print_table([_row(one) for one in plan.planned] + [_refused_row(*one) for one in plan.refused])
    else:
        say_remarks(plan)
    if not any(one.fate is not Fate.SKIPPED for one in plan.conflicts):
        say_conflicts(plan)
    _say_similar(plan)
    say(_counts(plan, dry_run=dry_run))
    if change:
        say(t("撤销：phrasebook undo", "To take it back: phrasebook undo"))


def say_remarks(plan: Plan) -> None:
    """What couldn't be read, or only in part; refused rows first."""
    for remarks in (plan.refused, [one for one in plan.remarks if not one[1].refused]):
        for path, remark in remarks[:_SHOWN]:
            refused = t("没有导入：", "left out: ") if remark.refused else ""
            say(f"{_where(path, remark.place)}: {refused}{remark.message}")
        _say_more(len(remarks))


def say_conflicts(plan: Plan) -> None:
    """Which phrases are there with other content."""
    for one in plan.conflicts[:_SHOWN]:
        title = one.phrase.title.replace("\n", " ")[:30]
        other = f"{one.existing.pack}.toml:{one.existing.line}" if one.existing else ""
        say(
            f"{_where(one.path, one.place)}: {t(f'与 {other} 冲突', f'conflicts with {other}')}: {title} ({one.reason})"
        )
    _say_more(len(plan.conflicts))
    if plan.count(Fate.SKIPPED):
        say(
            t(
                "冲突的已跳过；用文件里的替换：--on-conflict replace；都留：--on-conflict keep-both",
                "Conflicting phrases are skipped; take the file's with --on-conflict replace, both with keep-both",
            )
        )


def _say_similar(plan: Plan) -> None:
    similar = [one for one in plan.planned if one.similar]
    for one in similar[:_SHOWN]:
        title = one.phrase.title.replace("\n", " ")[:30]
        say(f"{_where(one.path, one.place)}: {t('内容接近', 'much like')}: {title} ≈ {one.similar}".replace("\n", " "))
    _say_more(len(similar))


def _say_more(count: int) -> None:
    if count > _SHOWN:
        more = count - _SHOWN
        say(t(f"  … 还有 {more} 条（--dry-run --json 列出全部）", f"  … and {more} more (--dry-run --json lists all)"))


def _counts(plan: Plan, *, dry_run: bool) -> str:
    counted = [(t(*_WORDS[fate]), plan.count(fate)) for fate in Fate]
    counted += [(t("没有导入", "left out"), len(plan.refused))]
    shown = t("，", ", ").join(f"{word} {count}" for word, count in counted if count or word == t(*_WORDS[Fate.NEW]))
    return f"{t('试运行，什么也没有改：', 'Dry run, nothing changed: ')}{shown}" if dry_run else shown


def _row(one: Planned) -> tuple[str, ...]:
    phrase = one.phrase
    why = one.reason or one.similar
    where = f"{place_name(phrase)}/{phrase.pack}"
    return t(*_WORDS[one.fate]), _where(one.path, one.place), phrase.title, " / ".join(phrase.category), where, why


def _refused_row(path: Path, remark: Remark) -> tuple[str, ...]:
    return t("没有导入", "left out"), _where(path, remark.place), "", "", "", remark.message


def _where(path: Path, place: str) -> str:
    if not place or place.startswith(path.name):
        return place or path.name
    return f"{path.name} {place}"


def _data(plan: Plan, *, dry_run: bool, change: int) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "change": change,
        "new": plan.count(Fate.NEW),
        "same": plan.count(Fate.SAME),
        "conflicting": len(plan.conflicts),
        "kept_both": plan.count(Fate.KEPT_BOTH),
        "replaced": plan.count(Fate.REPLACED),
        "skipped": plan.count(Fate.SKIPPED),
        "refused": len(plan.refused),
        "similar": sum(bool(one.similar) for one in plan.planned),
        "phrases": [_phrase_data(one) for one in plan.planned],
        "remarks": [
            {"file": str(path), "place": remark.place, "message": remark.message, "refused": remark.refused}
            for path, remark in plan.remarks
        ],
    }


def _phrase_data(one: Planned) -> dict[str, Any]:
    phrase = one.phrase
    return {
        "file": str(one.path),
        "place": one.place,
        "outcome": one.fate.value,
        "id": one.existing.id if one.existing and one.fate is not Fate.KEPT_BOTH else phrase.id,
        "scope": phrase.scope.value,
        "department": phrase.department,
        "pack": phrase.pack,
        "category": list(phrase.category),
        "title": phrase.title,
        "code": phrase.code,
        "conflict": one.reason,
        "similar": one.similar,
    }
