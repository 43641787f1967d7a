"""The pane at the right: the text as it will go, the pictures, and what is known about the phrase."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from phrasebook import language
from phrasebook.gui.preview import Preview, PreviewPane
from phrasebook.gui.theme import LIGHT
from phrasebook.gui.thumbnails import Thumbnails
from phrasebook.language import Language
from phrasebook.model import Phrase, Scope
from phrasebook.placeholders import Kind, Piece
from tests.gui.hands import settle

PHRASE = Phrase(
    id="1" * 20,
    scope=Scope.DEPARTMENT,
    department="售后组",
    pack="p",
    category=("售后", "退款"),
    title="退款",
    text="好的",
    variants=("行的", "可以"),
    send=True,
    valid_until=date(2026, 6, 20),
)


def _preview(text: str = "好的", images: tuple[Path, ...] = ()) -> Preview:
    return Preview(PHRASE, (Piece(text, Kind.LITERAL),), 1, 0, 46, images)


@pytest.fixture
def pane(app: QApplication) -> PreviewPane:
    made = PreviewPane(LIGHT)
    made.resize(240, 400)
    made.show()
    return made


@pytest.mark.parametrize(
    ("spoken", "facts"),
    [
        (
            Language.ZH,
            (
                "售后组 · 售后 / 退款",
                "说法 2 / 3（上次用过第 1 种）",
                "粘贴后直接发送",
                "2026-06-20 前有效",
                "本月使用 46 次",
            ),
        ),
        (
            Language.EN,
            (
                "售后组 · 售后 / 退款",
                "Wording 2 of 3 (last time: 1)",
                "Sent right after pasting",
                "Valid until 2026-06-20",
                "Used 46 times this month",
            ),
        ),
    ],
)
def test_the_facts_of_a_phrase(spoken: Language, facts: tuple[str, ...]) -> None:
    language.use(spoken)
    assert _preview().facts() == facts


def test_a_long_text_can_be_scrolled_to_its_end_a_short_one_not_at_all(pane: PreviewPane) -> None:
    bar = pane.verticalScrollBar()
    pane.show_preview(_preview())
    assert bar.maximum() == 0
    pane.show_preview(_preview("一二三四五六七八九十\n" * 2000))
    assert bar.maximum() > 2000 * 20
    bar.setValue(bar.maximum())
    pane.show_preview(Preview(PHRASE, (Piece("短", Kind.LITERAL),), 0, None, 0))
    assert bar.maximum() == 0


def test_pictures_are_shown_small_and_a_broken_file_harms_nothing(pane: PreviewPane, tmp_path: Path) -> None:
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    image.save(str(tmp_path / "a.png"))
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    pane.show_preview(_preview(images=(tmp_path / "a.png", tmp_path / "b.png", tmp_path / "gone.png")))
    pane.grab()
    pane.thumbnails.wait()
    settle()
    painted = pane.grab().toImage()
    pink = QColor("#ff00ff").rgb()
    assert any(painted.pixel(x, y) == pink for x in range(0, 120, 4) for y in range(60, 140, 4))


def test_a_picture_is_read_once_and_never_larger_than_asked(app: QApplication, tmp_path: Path) -> None:
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    image.save(str(tmp_path / "a.png"))
    thumbnails = Thumbnails()
    arrivals = []
    thumbnails.arrived.connect(lambda: arrivals.append(1))
    assert thumbnails.get(tmp_path / "a.png", QSize(100, 100)) is None
    assert thumbnails.get(tmp_path / "a.png", QSize(100, 100)) is None
    thumbnails.wait()
    settle()
    picture = thumbnails.get(tmp_path / "a.png", QSize(100, 100))
    assert picture is not None
    assert picture.size() == QSize(100, 50)
    assert arrivals == [1]
