"""What the list says where it has no rows: what was searched, and what to do now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QPainter

from phrasebook.gui import icons
from phrasebook.gui.ink import Line
from phrasebook.gui.theme import HEADING, SMALL, Theme, colour, font
from phrasebook.gui.words import category_name, scope_name
from phrasebook.language import t
from phrasebook.model import Category, Scope


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A heading and one or more lines of advice."""

    heading: str
    advice: Sequence[str]


def paint_vacancy(painter: QPainter, box: QRect, vacancy: Vacancy, theme: Theme) -> None:
    """Paint it in the middle of `box`, a little above the centre where the eye expects it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = box.left() + box.width() / 2
    top = box.top() + box.height() * 0.42 - 62
    painter.setPen(colour(theme.chip))
    painter.setBrush(colour(theme.chip))
    painter.drawEllipse(QRectF(middle - 32, top, 64, 64))
    icons.draw(icons.bubble, painter, QRectF(middle - 14, top + 18, 28, 28), theme.grey, 1.1)
    room = box.width() - 48
    heading = Line(vacancy.heading, font(HEADING, QFont.Weight.DemiBold), room, theme)
    painter.setPen(colour(theme.text))
    heading.draw(painter, middle - heading.width / 2, top + 98)
    painter.setPen(colour(theme.grey))
    for number, text in enumerate(vacancy.advice):
        line = Line(text, font(SMALL), room, theme)
        line.draw(painter, middle - line.width / 2, top + 126 + 22 * number)


def vacancy_of(query: str, scope: Scope | None, category: Category, everywhere: int) -> Vacancy:
    """What to say when nothing answers; `everywhere` counts the answers in all categories of the scope."""
    if not query and scope is None and not category:
        return Vacancy(
            t("还没有话术", "No phrases yet"),
            (
                t(
                    "把话术文件放进话术文件夹，马上就能搜到",
                    "Put a phrase file into the library folder and it is found at once",
                ),
            ),
        )
    place = " · ".join(filter(None, (scope_name(scope) if scope else "", category_name(category))))
    if not query:
        return Vacancy(
            t("这里还没有话术", "Nothing here yet"), (t("在「{}」里", "In {}").format(place), _way_out(category))
        )
    heading = t("没有找到「{}」", "Nothing found for “{}”").format(query)
    if category and everywhere:
        found = t("别的分类里有 {} 条", "{} in other categories").format(everywhere)
        return Vacancy(heading, (t("在「{}」里；{}", "In {}; {}").format(place, found), _way_out(category)))
    if place:
        return Vacancy(heading, (t("在「{}」里", "In {}").format(place), _way_out(category)))
    return Vacancy(
        heading,
        (
            t("换个说法，或少输几个字", "Try other words, or fewer"),
            t("拼音首字母也行：退换货 → thh", "Pinyin initials work too: 退换货 → thh"),
            t("按 Ctrl+N 写一条这样的话术", "Ctrl+N writes a phrase for it"),
        ),
    )


def _way_out(category: Category) -> str:
    return (
        t("按 Ctrl+↑ 回到全部分类", "Ctrl+↑ goes back to all categories")
        if category
        else t("按 Tab 换到别的范围", "Tab goes to another scope")
    )
