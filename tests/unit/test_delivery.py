from pathlib import Path

import pytest

from phrasebook.delivery import Order, copy, deliver
from phrasebook.desktop.base import Format, Saved
from phrasebook.errors import DesktopError
from phrasebook.model import Content, Delivery, Outcome, Picture, Window
from tests.fakes import FakeDesktop

COPIED_BEFORE = Saved((Format("text/plain", "客户的订单号".encode()), Format("text/html", b"<b>x</b>")), "客户的订单号")
HELLO = (Content("亲，在的～"),)


@pytest.fixture
def desk() -> FakeDesktop:
    desktop = FakeDesktop("千牛", "微信")
    desktop.clipboard.put(COPIED_BEFORE)
    return desktop


def to(desk: FakeDesktop, title: str, parts: tuple[Content, ...] = HELLO, send: str = "", back: int = 0) -> Order:
    return Order(desk.place(title).window, parts, send=send, back=back)


def test_the_reply_is_in_the_noted_window_and_the_clipboard_as_it_was(desk: FakeDesktop) -> None:
    delivery = deliver(desk, to(desk, "千牛"))

    assert (delivery.outcome, delivery.reason) == (Outcome.PASTED, "")
    assert desk.place("千牛").text == "亲，在的～"
    assert desk.clipboard.save() == COPIED_BEFORE


def test_the_focus_is_given_back_to_the_noted_window_first(desk: FakeDesktop) -> None:
    desk.focus(desk.place("微信").window)

    deliver(desk, to(desk, "千牛"))

    assert desk.place("千牛").text == "亲，在的～"
    assert desk.place("微信").text == ""


def test_the_send_key_is_pressed_only_after_the_target_has_read(desk: FakeDesktop) -> None:
    assert deliver(desk, to(desk, "千牛", send="<enter>")).outcome is Outcome.SENT
    assert desk.place("千牛").sent == ["亲，在的～"]

    desk.place("微信").reads = False
    delivery = deliver(desk, to(desk, "微信", send="<enter>"))
    assert delivery.outcome is Outcome.COPIED
    assert "微信" in delivery.reason
    assert desk.place("微信").sent == []


def test_without_a_receipt_the_text_stays_on_the_clipboard(desk: FakeDesktop) -> None:
    desk.place("千牛").reads = False

    deliver(desk, to(desk, "千牛"))

    assert desk.clipboard.save().text == "亲，在的～"


def test_a_thief_of_the_focus_gets_no_key(desk: FakeDesktop) -> None:
    thief = desk.place("微信").window
    desk.before_press = lambda _chord: desk.focus(thief)

    delivery = deliver(desk, to(desk, "千牛", send="<enter>"))

    assert delivery.outcome is Outcome.COPIED
    assert desk.pressed == []
    assert desk.clipboard.save().text == "亲，在的～"


def test_a_thief_between_paste_and_send_leaves_it_pasted_and_says_so(desk: FakeDesktop) -> None:
    thief = desk.place("微信").window
    desk.before_press = lambda chord: desk.focus(thief) if chord == "<enter>" else None

    delivery = deliver(desk, to(desk, "千牛", send="<enter>"))

    assert delivery.outcome is Outcome.PASTED
    assert delivery.reason
    assert desk.place("千牛").sent == desk.place("微信").sent == []


def test_a_closed_window_gets_nothing(desk: FakeDesktop) -> None:
    order = to(desk, "千牛")
    del desk.places[order.window.id]  # type: ignore[union-attr]  # `to` always names a window

    delivery = deliver(desk, order)

    assert delivery.outcome is Outcome.COPIED
    assert desk.pressed == []
    assert desk.clipboard.save().text == "亲，在的～"


def test_a_window_that_does_not_take_the_focus_gets_nothing(desk: FakeDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phrasebook.desktop.focus.FOCUS_BOUND", 0.01)
    desk.place("微信").takes_focus = False

    assert deliver(desk, to(desk, "微信")).outcome is Outcome.COPIED
    assert desk.pressed == []


def test_a_noted_window_is_needed(desk: FakeDesktop) -> None:
    delivery = deliver(desk, Order(None, HELLO))

    assert delivery.outcome is Outcome.COPIED
    assert delivery.reason


def test_pictures_follow_the_text_each_with_its_receipt(desk: FakeDesktop) -> None:
    parts = (*HELLO, Content(picture=Picture(Path("a.png"), b"A")), Content(picture=Picture(Path("b.png"), b"B")))

    assert deliver(desk, to(desk, "千牛", parts, send="<enter>")).outcome is Outcome.SENT
    assert desk.place("千牛").sent == ["亲，在的～"]
    assert desk.place("千牛").pictures == [b"A", b"B"]
    assert [chord for chord, _ in desk.pressed] == ["<ctrl>+v", "<ctrl>+v", "<ctrl>+v", "<enter>"]


def test_a_part_that_was_not_read_stops_the_rest(desk: FakeDesktop) -> None:
    def go_deaf(chord: str) -> None:
        desk.place("千牛").reads = not desk.pressed

    desk.before_press = go_deaf
    parts = (*HELLO, Content(picture=Picture(Path("a.png"), b"A")))

    delivery = deliver(desk, to(desk, "千牛", parts, send="<enter>"))

    assert delivery.outcome is Outcome.COPIED
    assert "1" in delivery.reason
    assert desk.place("千牛").sent == []


def test_the_cursor_is_moved_back_into_the_text(desk: FakeDesktop) -> None:
    deliver(desk, to(desk, "千牛", back=3))

    assert desk.place("千牛").cursor == -3


def test_what_somebody_copied_meanwhile_is_not_overwritten(desk: FakeDesktop) -> None:
    newer = Saved((Format("text/plain", b"newer"),), "newer")

    deliver(desk, to(desk, "千牛"), report=lambda _: desk.clipboard.put(newer))

    assert desk.clipboard.save() == newer


def test_the_outcome_is_reported_before_the_clipboard_is_restored(desk: FakeDesktop) -> None:
    seen: list[str] = []

    def report(delivery: Delivery) -> None:
        seen.append(f"{delivery.outcome}:{desk.clipboard.save().text}")

    deliver(desk, to(desk, "千牛"), report)

    assert seen == ["PASTED:亲，在的～"]


def test_a_busy_clipboard_is_an_error_and_nothing_is_pressed(desk: FakeDesktop) -> None:
    desk.clipboard.busy = True

    with pytest.raises(DesktopError):
        deliver(desk, to(desk, "千牛"))
    assert desk.pressed == []


def test_copying_leaves_the_text_there(desk: FakeDesktop) -> None:
    delivery = copy(desk, Order(None, HELLO))

    assert (delivery.outcome, delivery.reason) == (Outcome.COPIED, "")
    assert desk.clipboard.save().text == "亲，在的～"
    assert desk.pressed == []


def test_a_window_is_told_apart_by_its_id_not_its_title(desk: FakeDesktop) -> None:
    same_title = Window(99, title="千牛")

    assert deliver(desk, Order(same_title, HELLO)).outcome is Outcome.COPIED
    assert desk.pressed == []
