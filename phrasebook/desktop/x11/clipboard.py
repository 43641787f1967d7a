"""The X11 clipboard: our content offered with a receipt, the person's own content put back whole."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any
from urllib.parse import quote

from Xlib import X, Xatom

from phrasebook.desktop.base import Format, Saved
from phrasebook.desktop.x11.loop import Loop
from phrasebook.desktop.x11.owner import Owner, Receipt
from phrasebook.desktop.x11.reader import Reader
from phrasebook.errors import DesktopError
from phrasebook.language import t
from phrasebook.model import Content, Window

_HINT = Format("x-kde-passwordManagerHint", b"secret")  # asks clipboard histories not to keep this
_HANDOVER_BOUND = 1.0  # seconds a clipboard manager may take to copy what we leave behind


class X11Clipboard:
    """The clipboard of one X11 display. See base.Clipboard."""

    def __init__(self, client_of: Callable[[int], int]) -> None:
        self._client_of = client_of
        self._loop = Loop("clipboard")
        self._owner = Owner(self._loop)
        self._clipboard = int(self._loop.display.intern_atom("CLIPBOARD"))
        self._manager = int(self._loop.display.intern_atom("CLIPBOARD_MANAGER"))
        self._restored: Saved | None = None
        self._primary_was: str | None = None
        self._handed_over = False
        self._loop.start(self._handle, self._owner.tick)
        self._reader = Reader()

    def prefetch(self) -> Future[Saved]:
        """Begin to read what another program has there."""
        restored = self._restored
        if restored is None or not self._loop.call(lambda: self._owner.owns(self._clipboard)):
            return self._reader.clipboard()
        kept: Future[Saved] = Future()
        kept.set_result(restored)
        return kept

    def save(self) -> Saved:
        """Every format that is there now."""
        return self.prefetch().result()

    def offer(self, content: Content, target: Window | None, chord: str = "") -> Receipt:
        """Serve `content`; Shift+Insert pastes PRIMARY in some programs, so with that chord it is offered there too.

        Raises:
            DesktopError: another program took the clipboard at the same moment.
        """
        receipt = Receipt(self._belongs_to(target) if target else lambda _requestor: False)
        formats = [*formats_of(content), _HINT]
        selections = [self._clipboard]
        if "<insert>" in chord:
            if self._primary_was is None:
                self._primary_was = self._reader.primary_text().result()
            selections.append(Xatom.PRIMARY)

        def own() -> bool:
            self._restored = None
            took = [self._owner.own(selection, formats, receipt) for selection in selections]
            return all(took)

        if not self._loop.call(own):
            raise DesktopError(
                t("剪贴板被另一个程序占用", "Another program holds the clipboard"), t("请再试一次", "Please try again")
            )
        return receipt

    def restore(self, saved: Saved) -> bool:
        """Serve what was there before, if what is there is still ours."""
        primary, self._primary_was = self._primary_was, None

        def put_back() -> bool:
            if primary is not None and self._owner.owns(Xatom.PRIMARY):
                self._put(Xatom.PRIMARY, tuple(formats_of(Content(primary))) if primary else ())
            if not self._owner.owns(self._clipboard):
                return False
            self._put(self._clipboard, saved.formats)
            self._restored = saved if saved.formats else None
            return True

        return self._loop.call(put_back)

    def selected(self, window: Window) -> str:
        """The PRIMARY selection, if the program of `window` holds it."""
        return self._reader.selected(self._belongs_to(window)).result()

    def copied(self, window: Window, press: Callable[[], bool], bound: float) -> str:
        """What the program of `window` copies when `press` makes it do so; what was there before is put back."""
        saved, theirs = self.save(), self._belongs_to(window)
        content = self._reader.copied(theirs, press, bound).result()
        if content is None:
            return ""

        def put_back() -> None:
            owner: Any = self._loop.display.get_selection_owner(self._clipboard)
            if owner == X.NONE or not theirs(owner.id):
                return  # somebody has copied something else meanwhile
            self._owner.own(self._clipboard, [_HINT], None)
            self._put(self._clipboard, saved.formats)
            self._restored = saved if saved.formats else None

        self._loop.call(put_back)
        return content.text

    def close(self) -> None:
        """Leave the person's own content to a clipboard manager, if there is one, and let go."""
        with contextlib.suppress(DesktopError):  # the display may be gone already
            if self._restored is not None:
                self._loop.call(self._hand_over, bound=_HANDOVER_BOUND + 1)
        self._reader.close()
        self._loop.close()

    def _belongs_to(self, window: Window) -> Callable[[int], bool]:
        """Whether a window, given by its id, was made by the program that made `window`."""
        client = self._client_of(window.id)
        return lambda window_id: self._client_of(window_id) == client

    def _put(self, selection: int, formats: tuple[Format, ...]) -> None:
        if formats:
            self._owner.own(selection, list(formats), None)
        else:
            self._owner.give_up(selection)

    def _handle(self, event: object) -> None:
        if getattr(event, "type", None) == X.SelectionNotify:
            self._handed_over = True
        self._owner.handle(event)
        if self._restored is not None and not self._owner.serves(self._clipboard):
            self._restored = None

    def _hand_over(self) -> None:
        """Ask the clipboard manager to take a copy (freedesktop.org's clipboard manager specification)."""
        display = self._loop.display
        if not self._owner.owns(self._clipboard) or display.get_selection_owner(self._manager) == X.NONE:
            return
        self._handed_over = False
        save_targets = display.intern_atom("SAVE_TARGETS")
        self._owner.window.convert_selection(self._manager, save_targets, save_targets, X.CurrentTime)
        self._loop.serve_until(lambda: self._handed_over, _HANDOVER_BOUND)


def formats_of(content: Content) -> list[Format]:
    """The forms in which X11 programs ask for a text or a picture."""
    if content.picture is not None:
        pixels = Format("image/png", content.picture.png)
        if not content.picture.as_file:
            return [pixels]
        uri = b"file://" + quote(str(content.picture.path)).encode()
        return [
            pixels,
            Format("text/uri-list", uri + b"\r\n"),
            Format("x-special/gnome-copied-files", b"copy\n" + uri),
        ]
    data = content.text.encode("utf-8", "surrogatepass")
    formats = [
        Format("UTF8_STRING", data),
        Format("text/plain;charset=utf-8", data),
        Format("text/plain", data),
        Format("TEXT", data, "UTF8_STRING"),
    ]
    with contextlib.suppress(UnicodeEncodeError):  # STRING is Latin-1 (ICCCM 2.6.2); other texts can't be said in it
        formats.append(Format("STRING", content.text.encode("latin-1")))
    return formats
