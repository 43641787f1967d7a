"""What a row says, and where it is marked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from phrasebook.gui.ink import NARROW_SPACE, Line, utf16
from phrasebook.gui.picker import Picker
from phrasebook.gui.row import ROW_HEIGHT, RowInk
from phrasebook.gui.snippet import snippet
from phrasebook.gui.theme import LIGHT, SCOPE_COLOURS, font
from phrasebook.model import Match, Phrase, Scope, Span
from tests.gui.hands import Person
from tests.gui.sample import PHRASES


def _marked(text: str, marks: list[Span]) -> tuple[str, list[str], list[str]]:
    shown = snippet(text, marks)
    return (
        shown.text.replace(NARROW_SPACE, "·"),
        [shown.text[start:end] for start, end in shown.marks],
        [shown.text[start:end].strip(NARROW_SPACE) for start, end in shown.chips],
    )


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("亲，已发货", [(3, 5)], ("亲，已发货", ["发货"], [])),
        ("第一行\n第二行\t完", [(4, 6)], ("第一行 第二行 完", ["第二"], [])),
        ("{{agent}}发货", [(9, 11)], ("·客服昵称·发货", ["发货"], ["客服昵称"])),
        ("{{ask:单号}}，{{date}}发货", [(19, 21)], ("·单号·，·日期·发货", ["发货"], ["单号", "日期"])),
        ("{{ask:发货日期}}起", [(6, 8)], ("·发货日期·起", ["发货"], ["发货日期"])),
        ("{{ask:单号}}", [(2, 5)], ("·单号·", [], ["单号"])),
        ("尊敬的{{cursor}}，您好", [(13, 14)], ("尊敬的，您好", ["，"], [])),
        ("已{{ask:单号}}发", [(0, 12)], ("已·单号·发", ["已", "单号", "发"], ["单号"])),
        ("少了 {{ask:单号", [(9, 11)], ("少了 ·{{·ask:单号", ["单号"], ["{{"])),
    ],
)
def test_placeholders_are_named_and_marks_move_with_their_characters(
    text: str, marks: list[Span], expected: tuple[str, list[str], list[str]]
) -> None:
    shown, marked, chips = _marked(text, marks)
    assert (shown, sorted(marked), chips) == (expected[0], sorted(expected[1]), expected[2])


def test_a_line_may_begin_later_but_never_inside_a_chip() -> None:
    whole = snippet("前面{{ask:单号}}后面发货", [(14, 16)])
    later = whole.starting_at(4)
    assert later.text == f"…{NARROW_SPACE}单号{NARROW_SPACE}后面发货"
    assert [later.text[start:end] for start, end in later.marks] == ["发货"]


def test_qt_counts_emoji_as_two() -> None:
    assert utf16("😊发货", 1) == 2
    assert utf16("发货😊", 2) == 2


def _painted(phrase: Phrase, positions: dict[str, list[Span]], *, selected: bool = False) -> QImage:
    image = QImage(460, ROW_HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.ground))
    painter = QPainter(image)
    RowInk(Match(phrase, 1.0, positions), 0, 460, LIGHT).paint(
        painter, QRect(0, 0, 460, ROW_HEIGHT), selected=selected, hovered=False
    )
    painter.end()
    return image


def _columns(image: QImage, name: str, top: int = 0, bottom: int = ROW_HEIGHT) -> list[int]:
    wanted = QColor(name).rgb()
    return [x for x in range(image.width()) if any(image.pixel(QPoint(x, y)) == wanted for y in range(top, bottom))]


def test_matched_characters_have_the_mark_colour(app: QApplication) -> None:
    phrase = Phrase(id="1" * 20, scope=Scope.PUBLIC, pack="p", title="😊还没发货吗", text="一二三四五六")
    bare = _columns(_painted(phrase, {}), LIGHT.mark)
    marked = _columns(_painted(phrase, {"title": [(3, 5)]}), LIGHT.mark, bottom=30)
    before = Line("😊还没", font(14, font(14).Weight.DemiBold), 400, LIGHT).width
    assert not bare
    assert marked
    assert min(marked) >= 28 + before - 1
    assert max(marked) <= 28 + before + 2 * 14 + 1


def test_a_mark_beyond_the_edge_is_brought_into_sight(app: QApplication) -> None:
    text = "很长的开头" * 40 + "发货"
    phrase = Phrase(id="1" * 20, scope=Scope.PUBLIC, pack="p", title="长", text=text)
    assert _columns(_painted(phrase, {"text": [(200, 202)]}), LIGHT.mark, top=30)


@pytest.mark.parametrize("scope", list(Scope))
def test_the_bar_has_the_scopes_colour(app: QApplication, scope: Scope) -> None:
    phrase = Phrase(id="1" * 20, scope=scope, pack="p", title="题", text="文")
    assert _columns(_painted(phrase, {}), SCOPE_COLOURS[scope]) == [14, 15, 16, 17]


def test_a_selected_row_is_tinted(app: QApplication) -> None:
    assert not _columns(_painted(PHRASES[0], {}), LIGHT.selection)
    assert _columns(_painted(PHRASES[0], {}, selected=True), LIGHT.selection)


def test_a_line_is_cut_to_its_width_and_marks_with_it(app: QApplication) -> None:
    assert Line("亲，付款后 48 小时内发出", font(12), 60, LIGHT, [(0, 12)]).width <= 60
    assert Line("短", font(12), 60, LIGHT).width <= 14


def test_screen_readers_hear_the_whole_row_and_the_count_of_a_category(picker: Picker) -> None:
    person = Person(picker).opens("fh")
    rows, tree = picker._parts.list.model(), picker._parts.tree.model()
    heard = rows.data(rows.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("什么时候发货, 公共, 售前 / 答疑, fh, 亲，")
    assert tree.data(tree.index(2, 0), Qt.ItemDataRole.AccessibleTextRole) == "售前 / 答疑，1 条"
    assert person.field.accessibleName() == "搜索话术"
    assert picker._parts.header._tabs[0].accessibleName() == "范围：全部"
