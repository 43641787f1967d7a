"""Small real implementations of what the system offers, for tests without a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field

from phrasebook.desktop.base import Format, Saved
from phrasebook.errors import DesktopError
from phrasebook.model import Content, Window


@dataclass
class Place:
    """A window of the fake desktop and what was typed into it."""

    window: Window
    text: str = ""
    pictures: list[bytes] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    reads: bool = True
    """False: the cursor isn't in an input box, so a paste does nothing."""
    takes_focus: bool = True
    cursor: int = 0
    selected: str = ""
    tells: bool = True
    """False: what is selected has to be copied to be known."""


class FakeOffer:
    """An offer that remembers whether the target has read it."""

    def __init__(self) -> None:
        self.expected = False
        self.was_read = False

    def expect(self) -> None:
        self.expected, self.was_read = True, False

    def wait_read(self, bound: float) -> bool:
        return self.was_read

    def wait_quiet(self, quiet: float, bound: float) -> None:
        pass


class FakeClipboard:
    """Holds one content; knows whether it is ours."""

    def __init__(self) -> None:
        self.held = Saved()
        self.content: Content | None = None
        self.offered: FakeOffer | None = None
        self.history: list[str] = []
        self.busy = False

    def put(self, saved: Saved) -> None:
        """Another program copies something."""
        self.held, self.content, self.offered = saved, None, None

    def prefetch(self) -> Future[Saved]:
        future: Future[Saved] = Future()
        future.set_result(self.save())
        return future

    def save(self) -> Saved:
        if self.content is not None:
            return Saved((Format("text/plain", self.content.text.encode()),), self.content.text)
        return self.held

    def offer(self, content: Content, target: Window | None, chord: str = "") -> FakeOffer:
        if self.busy:
            raise DesktopError("busy")
        self.content, self.offered = content, FakeOffer()
        return self.offered

    def restore(self, saved: Saved) -> bool:
        if self.content is None:
            return False
        self.content, self.offered, self.held = None, None, saved
        return True

    def copied(self, window: Window, press: Callable[[], bool], bound: float) -> str:
        before, self.held = self.save(), Saved()
        copied = self.save().text if press() else ""
        self.held = before
        return copied


class FakeDesktop:
    """Windows that take pasted text, a clipboard, and hotkeys pressed by the test."""

    name = "fake"
    reason = "a test"
    can_paste = True
    composited = False

    def __init__(self, *titles: str) -> None:
        self.places = {
            n: Place(Window(n, pid=1000 + n, program=title, title=title)) for n, title in enumerate(titles, 1)
        }
        self.active = 1 if titles else 0
        self.clipboard = FakeClipboard()
        self.held_elsewhere: set[str] = set()
        self.bound: dict[str, Callable[[str], None]] = {}
        self.before_press: Callable[[str], None] = lambda _chord: None
        self.pressed: list[tuple[str, int]] = []

    def place(self, title: str) -> Place:
        return next(place for place in self.places.values() if place.window.title == title)

    def focused_window(self) -> Window | None:
        return self.places[self.active].window if self.active in self.places else None

    def focus(self, window: Window) -> None:
        if window.id in self.places and self.places[window.id].takes_focus:
            self.active = window.id

    def has_focus(self, window: Window) -> bool:
        return self.active == window.id and window.id in self.places

    def exists(self, window: Window) -> bool:
        return window.id in self.places

    def selected(self, window: Window) -> str:
        place = self.places.get(window.id)
        return place.selected if place and place.tells else ""

    def press(self, chord: str, window: Window, times: int = 1) -> bool:
        self.before_press(chord)
        if not self.has_focus(window):
            return False
        place = self.places[self.active]
        self.pressed.append((chord, place.window.id))
        if chord == "<enter>":
            place.sent.append(place.text)
            place.text = ""
        elif chord == "<left>":
            place.cursor -= times
        elif chord == "<ctrl>+c":
            if place.selected:
                self.clipboard.put(Saved((Format("text/plain", place.selected.encode()),), place.selected))
        elif place.reads:
            self._paste_into(place)
        return True

    def bind(self, combos: Iterable[str], fired: Callable[[str], None]) -> tuple[str, ...]:
        wanted = tuple(combos)
        self.bound = {combo: fired for combo in wanted if combo not in self.held_elsewhere}
        return tuple(combo for combo in wanted if combo in self.held_elsewhere)

    def release_keyboard(self, heir: Window | None = None) -> None:
        pass

    def first_free(self, combos: Iterable[str]) -> str | None:
        return next((c for c in combos if c not in self.held_elsewhere and c not in self.bound), None)

    def close(self) -> None:
        self.bound = {}

    def _paste_into(self, place: Place) -> None:
        content, offer = self.clipboard.content, self.clipboard.offered
        if content is None or offer is None:
            place.text += self.clipboard.held.text
            return
        if content.picture is not None:
            place.pictures.append(content.picture.png)
        place.text += content.text
        offer.was_read = offer.expected
