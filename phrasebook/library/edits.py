"""What people do to phrases: add, change, move, remove, and order their categories. Each gives a plan; see `plans`.

with changes.held():                       # so that what is decided is about the library as it is
    shelf = Shelf(Library.load(folder), folder)
    plan = added(shelf, phrase)
    changes.apply(plan.summary, plan.files)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from phrasebook.errors import LibraryError, PackError
from phrasebook.language import t
from phrasebook.library.copies import copy_of, is_copy, noted
from phrasebook.library.pictures import read_picture
from phrasebook.library.plans import Draft, Plan, Shelf
from phrasebook.model import Category, Phrase, Scope
from phrasebook.pack.fields import MAX_LEVELS, Home, default_title
from phrasebook.pack.ids import new_id
from phrasebook.pack.images import image_trouble
from phrasebook.pack.wanted import same
from phrasebook.phrases import outline_of


def added(
    shelf: Shelf, phrases: Sequence[Phrase], pictures: Sequence[Path] = (), *, keep_starter: bool = False
) -> Plan:
    """Add phrases to the packs that they name, under new ids where they have none; all get the pictures.

    The first phrase of a user's own takes the starter library's place, unless that is copied: `keep_starter`.

    Raises:
        PackError: a code is taken, or a picture or a name can't be used.
    """
    draft = Draft(shelf, copy=keep_starter)
    new = []
    for phrase in phrases:
        folder = shelf.path(phrase).parent
        _check_images(folder, set(phrase.images))
        images = (*phrase.images, *(draft.pictures.bring(folder, path) for path in pictures))
        new.append(msgspec.structs.replace(phrase, id=phrase.id or new_id(), images=images))
    _check_codes(shelf, new, shown=keep_starter or not shelf.borrowed)
    for phrase in new:
        draft.append(phrase)
    return draft.plan(t(f"添加 {_names(new)}", f"add {_names(new)}"))


def replaced(
    shelf: Shelf, pairs: Sequence[tuple[Phrase, Phrase]], pictures: Sequence[Path] = (), summary: str = ""
) -> Plan:
    """Have each first phrase say what the second does, in the same pack; all get the pictures too.

    A title that was only the text's first line follows the text. A subscribed phrase stays as it is; what it shall say
    becomes a personal copy, which takes its place.

    Raises:
        PackError: a code is taken, or a picture can't be used.
    """
    draft = Draft(shelf)
    pairs = [(old, new) for old, new in pairs if pictures or not same(old, new)]
    changed = [_changed(draft, old, new, pictures) for old, new in pairs]
    _check_codes(shelf, [new for (old, _), new in zip(pairs, changed, strict=True) if _key(old) != _key(new)])
    for (old, _), new in zip(pairs, changed, strict=True):
        if _home(old) != _home(new):
            draft.append(new)
        else:
            draft.replace(old, new)
    return draft.plan(summary or t(f"修改 {_names(changed)}", f"edit {_names(changed)}"))


def moved(
    shelf: Shelf,
    phrases: Sequence[Phrase],
    *,
    scope: Scope | None = None,
    department: str = "",
    pack: str = "",
    category: Category | None = None,
) -> Plan:
    """Move phrases to another scope (and its department), pack or category; what isn't given stays as it is.

    Their pictures go along, and leave the old folder when nothing needs them there.

    Raises:
        PackError: a code is taken there, a picture can't be read, or a name can't be used.
        LibraryError: one of them is subscribed to.
    """
    _check_own(shelf, phrases)
    draft = Draft(shelf)
    going: list[tuple[Phrase, Phrase]] = []
    for old in phrases:
        home = Home(scope or old.scope, department if scope else old.department, pack or old.pack)
        new = msgspec.structs.replace(old, category=old.category if category is None else category)
        if home == _home(old):
            if new != old:
                draft.replace(old, new)
            continue
        place = {"scope": home.scope, "department": home.department, "pack": home.pack}
        going.append((old, msgspec.structs.replace(new, line=0, provisional=False, **place)))
    changing = [new for old, new in going if (old.scope, old.department) != (new.scope, new.department)]
    _check_codes(shelf, changing)
    for old, new in going:
        draft.append(_with_pictures(draft, old, new))
        draft.remove(old, moved=True)
    for path in _left_behind(shelf, [old for old, _ in going], {new.id: new for _, new in going}):
        draft.drop_picture(path)
    return draft.plan(t(f"移动 {_names(phrases)}", f"move {_names(phrases)}"))


def removed(shelf: Shelf, phrases: Sequence[Phrase]) -> Plan:
    """Remove phrases. Their pictures stay: other people's packs, or a later undo, may want them.

    Raises:
        LibraryError: one of them is subscribed to.
    """
    _check_own(shelf, phrases)
    draft = Draft(shelf)
    for phrase in phrases:
        draft.remove(phrase)
    return draft.plan(t(f"删除 {_names(phrases)}", f"remove {_names(phrases)}"))


def renamed(shelf: Shelf, old: Category, new: Category, scope: Scope | None = None) -> Plan:
    """Give a category of one or two levels another name, in one scope or everywhere; second levels go along.

    Subscribed phrases keep theirs.

    Raises:
        LibraryError: there is no such category, one of the new name exists, or there would be three levels.
    """
    phrases = _in(shelf, old, scope)
    ids = {phrase.id for phrase in phrases}
    if any(phrase.category[: len(new)] == new and phrase.id not in ids for phrase in _of(shelf, scope)):
        raise LibraryError(
            t(f"已经有分类 {_shown(new)}", f"the category {_shown(new)} exists"),
            t("要合并请用 categories merge", "to put the two together use `categories merge`"),
        )
    pairs = []
    for phrase in phrases:
        category = new + phrase.category[len(old) :]
        if len(category) > MAX_LEVELS:
            raise LibraryError(
                t(f"{_shown(category)} 有三级，最多两级", f"{_shown(category)} has three levels; two is the limit"),
                t("用 categories merge 可以去掉第三级", "`categories merge` drops the third"),
            )
        pairs.append((phrase, msgspec.structs.replace(phrase, category=category)))
    return replaced(
        shelf, pairs, summary=t(f"分类 {_shown(old)} 改名为 {_shown(new)}", f"rename {_shown(old)} to {_shown(new)}")
    )


def merged(shelf: Shelf, old: Sequence[Category], into: Category, scope: Scope | None = None) -> Plan:
    """Put the phrases of categories into another one, in one scope or everywhere.

    Second levels go along where `into` has one level.

    Raises:
        LibraryError: one of the old categories doesn't exist.
    """
    pairs: dict[str, tuple[Phrase, Phrase]] = {}
    for one in old:
        for phrase in _in(shelf, one, scope):
            if phrase.category[: len(into)] != into or one[: len(into)] == into:
                category = (into + phrase.category[len(one) :])[:MAX_LEVELS]
                pairs[phrase.id] = phrase, msgspec.structs.replace(phrase, category=category)
    names = ", ".join(map(_shown, old))
    summary = t(f"分类 {names} 并入 {_shown(into)}", f"merge {names} into {_shown(into)}")
    return replaced(shelf, list(pairs.values()), summary=summary)


def _of(shelf: Shelf, scope: Scope | None, *, own: bool = True) -> Iterable[Phrase]:
    """The user's own phrases, or those that are subscribed to."""
    packs = [pack for pack in shelf.library.packs if own is not bool(pack.subscription) and scope in (None, pack.scope)]
    return (phrase for pack in packs for phrase in pack.phrases)


def _in(shelf: Shelf, category: Category, scope: Scope | None) -> list[Phrase]:
    phrases = [phrase for phrase in _of(shelf, scope) if phrase.category[: len(category)] == category]
    if phrases:
        return phrases
    if any(phrase.category[: len(category)] == category for phrase in _of(shelf, scope, own=False)):
        raise LibraryError(
            t(f"分类 {_shown(category)} 里都是订阅来的话术", f"all of {_shown(category)} is subscribed to"),
            t("订阅来的不能改分类：请告诉发布它的主管", "it can't be changed here: tell the lead who published it"),
        )
    raise LibraryError(
        t(f"没有分类 {_shown(category)}", f"there is no category {_shown(category)}"),
        t("用 phrasebook categories 查看", "see `phrasebook categories`"),
    )


def _check_own(shelf: Shelf, phrases: Sequence[Phrase]) -> None:
    """See that none of these came with a subscription.

    Raises:
        LibraryError: one did.
    """
    for phrase in phrases:
        if name := shelf.library.subscription_of(phrase):
            raise LibraryError(
                t(
                    f"「{phrase.title}」是从 {name} 订阅来的，只读",
                    f"{phrase.title!r} came with {name}: it is read only",
                ),
                t(
                    "用 phrasebook edit 改它，会存成您个人的一份，以后用您的",
                    "`phrasebook edit` makes a personal copy of it, which is used instead",
                ),
            )


def _changed(draft: Draft, old: Phrase, new: Phrase, pictures: Sequence[Path]) -> Phrase:
    """What shall stand in the file: `new` with these pictures too; of a subscribed phrase a personal copy."""
    shelf = draft.shelf
    derived = new.title == old.title == default_title(old.text, old.images)
    if shelf.library.subscription_of(old):
        new = _personal(draft, old, new)
    else:
        _check_images(shelf.library.path_of(old).parent, set(new.images) - set(old.images))
        original = shelf.library.original_of(old) if is_copy(old) else None
        if original and (new.wordings, new.images) != (old.wordings, old.images):
            new = noted(new, original)  # whoever words it anew has seen what the original says now
    brought = (draft.pictures.bring(shelf.path(new).parent, path) for path in pictures)
    return msgspec.structs.replace(new, images=(*new.images, *brought), title="" if derived else new.title)


def _personal(draft: Draft, original: Phrase, wanted: Phrase) -> Phrase:
    """The personal copy of a subscribed phrase, with its pictures beside it."""
    own = (pack.name for pack in draft.shelf.library.packs if pack.scope is Scope.PERSONAL)
    pack = wanted.pack if wanted.scope is Scope.PERSONAL else next(own, Scope.PERSONAL.value)
    copy = copy_of(original, wanted, pack)
    folder = draft.shelf.path(copy).parent
    there = dict(zip(original.images, draft.shelf.library.images_of(original), strict=True))
    kept = [name for name in copy.images if name in there]
    images = tuple(draft.pictures.place(folder, name, read_picture(there[name])) for name in kept)
    return msgspec.structs.replace(copy, images=images)


def _key(phrase: Phrase) -> tuple[Scope, str, str]:
    """What must be the phrase's alone, if it has a code."""
    return phrase.scope, phrase.department, phrase.code


def _home(phrase: Phrase) -> Home:
    return Home(phrase.scope, phrase.department, phrase.pack)


def _check_codes(shelf: Shelf, wanted: Sequence[Phrase], *, shown: bool = True) -> None:
    """See that the codes of phrases are free where they shall be.

    `shown`: the library that is shown will be there too (not where the user's own takes the starter library's place).
    """
    places = {(phrase.scope, phrase.department) for phrase in wanted if phrase.code}
    ids = {phrase.id for phrase in wanted}
    taken: dict[tuple[Scope, str, str], str] = {}
    for pack in shelf.library.packs if shown else ():
        if (pack.scope, pack.department) not in places:
            continue
        outline = outline_of(pack.phrases)
        for number, code in outline.codes:
            if outline.ids[number] not in ids:
                place = f"{pack.path}:{pack.phrases[number].line}"
                taken.setdefault((pack.scope, pack.department, code.casefold()), place)
    for phrase in wanted:
        key = (phrase.scope, phrase.department, phrase.code.casefold())
        if phrase.code and key in taken:
            raise PackError(
                t(f"编码 {phrase.code} 已被 {taken[key]} 使用", f"the code {phrase.code} is taken by {taken[key]}"),
                t("换一个编码，或者修改那一条", "choose another code, or edit that phrase"),
            )
        taken[key] = phrase.title


def _check_images(folder: Path, names: set[str]) -> None:
    for name in sorted(names):
        message, hint = image_trouble(folder.resolve(), name)
        if message:
            raise PackError(message, hint)


def _with_pictures(draft: Draft, old: Phrase, new: Phrase) -> Phrase:
    """The phrase with the names that its pictures get where it goes."""
    source = draft.shelf.library.path_of(old).parent
    target = draft.shelf.path(new).parent
    if source == target:
        return new
    images = tuple(draft.pictures.place(target, name, read_picture(source / name)) for name in old.images)
    return msgspec.structs.replace(new, images=images)


def _left_behind(shelf: Shelf, phrases: Sequence[Phrase], new: dict[str, Phrase]) -> Iterable[Path]:
    """The pictures in the folders of these phrases that nothing needs once they are where `new` says."""
    for scope, department in {(phrase.scope, phrase.department) for phrase in phrases}:
        packs = [pack for pack in shelf.library.packs if (pack.scope, pack.department) == (scope, department)]
        if any(pack.problems for pack in packs) or shelf.borrowed:
            continue  # what can't be read may need any of them
        gone = {
            phrase.id for phrase in phrases if (new[phrase.id].scope, new[phrase.id].department) != (scope, department)
        }
        needed: set[str] = set()
        for pack in packs:
            for number in outline_of(pack.phrases).pictured:
                phrase = pack.phrases[number]
                needed |= set() if phrase.id in gone else set(phrase.images)
        yield from (
            path
            for phrase in phrases
            if phrase.id in gone and (phrase.scope, phrase.department) == (scope, department)
            for name, path in zip(phrase.images, shelf.library.images_of(phrase), strict=True)
            if name not in needed
        )


def _names(phrases: Sequence[Phrase]) -> str:
    """A few phrases in words."""
    first = phrases[0].title or phrases[0].text.split("\n", 1)[0] if phrases else ""
    more = t(f" 等 {len(phrases)} 条", f" and {len(phrases) - 1} more") if len(phrases) > 1 else ""
    return first[:30] + more


def _shown(category: Category) -> str:
    return "/".join(category)
