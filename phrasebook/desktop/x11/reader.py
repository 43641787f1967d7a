"""Reading another program's selection whole: every format, in pieces where it is large, with bounds."""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from Xlib import X, Xatom, error
from Xlib.ext import xfixes

from phrasebook.desktop.base import Format, Saved
from phrasebook.desktop.x11.loop import connect

# ICCCM's own targets: not content, and DELETE and INSERT_… would change the owner's document.
_PROTOCOL = frozenset(
    {"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_PROPERTY", "INSERT_SELECTION", "LENGTH"}
)
_TEXT = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING")
_FORMAT_BOUND = 0.5  # seconds in which an owner must hand over (the next piece of) one format
_TOTAL_BOUND = 3.0  # seconds for all formats together; what isn't there by then is named in Saved.missing
_SIZE_BOUND = 256 * 1024 * 1024  # bytes of all formats together


class Reader:
    """Keeps what another program has on the clipboard, reading it again only after it has changed."""

    def __init__(self) -> None:
        self._display = connect()
        self._window = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        atom = self._display.intern_atom
        self._clipboard, self._primary = atom("CLIPBOARD"), Xatom.PRIMARY
        self._targets, self._incr, self._into = atom("TARGETS"), atom("INCR"), atom("PHRASEBOOK_READ")
        self._saved = Saved()
        self._changed = True
        self._watching = self._watch()
        self._thread = ThreadPoolExecutor(1, "clipboard-reader")

    def clipboard(self) -> Future[Saved]:
        """The clipboard as it is, read in the background."""
        return self._thread.submit(self._current)

    def primary_text(self) -> Future[str]:
        """The text selected with the mouse, read in the background; empty if there is none."""
        return self._thread.submit(lambda: _text_of(self._read(self._primary, only=_TEXT).formats))

    def selected(self, is_owner: Callable[[int], bool]) -> Future[str]:
        """The text selected with the mouse or the keys if a window of `is_owner` holds it, else empty."""

        def read() -> str:
            owner: Any = self._display.get_selection_owner(self._primary)
            if owner == X.NONE or not is_owner(owner.id):
                return ""
            return _text_of(self._read(self._primary, only=_TEXT).formats)

        return self._thread.submit(read)

    def copied(self, is_owner: Callable[[int], bool], press: Callable[[], bool], bound: float) -> Future[Saved | None]:
        """The text that a window of `is_owner` puts on the clipboard within `bound` seconds after `press()`.

        None: nothing was pressed, or it has put nothing there.
        """

        def ours(event: Any) -> bool:
            owner = event.owner if isinstance(event, xfixes.SelectionNotify) else X.NONE
            return owner != X.NONE and is_owner(owner if isinstance(owner, int) else owner.id)

        def read() -> Saved | None:
            if not self._watching:
                return None
            self._drop_events()
            if not press():
                return None
            end = time.monotonic() + bound
            while time.monotonic() < end:
                if self._next(ours, end) is not None:
                    return self._read(self._clipboard, only=_TEXT)
            return None

        return self._thread.submit(read)

    def close(self) -> None:
        """End the thread and the connection."""
        self._thread.shutdown()
        self._display.close()

    def _watch(self) -> bool:
        if not self._display.has_extension("XFIXES"):
            return False
        self._display.xfixes_query_version()
        self._display.xfixes_select_selection_input(
            self._window,
            self._clipboard,
            xfixes.XFixesSetSelectionOwnerNotifyMask
            | xfixes.XFixesSelectionWindowDestroyNotifyMask
            | xfixes.XFixesSelectionClientCloseNotifyMask,
        )
        return True

    def _current(self) -> Saved:
        self._drop_events()
        if self._changed or not self._watching:
            self._changed = False
            self._saved = self._read(self._clipboard)  # a change meanwhile sets _changed again
        return self._saved

    def _read(self, selection: int, only: tuple[str, ...] = ()) -> Saved:
        end = time.monotonic() + _TOTAL_BOUND
        listed = self._convert(selection, self._targets, end)
        if listed is None or listed[2] != 32:
            return Saved()
        names = [self._name(value) for value in memoryview(listed[0]).cast("I")]
        formats: list[Format] = []
        missing: list[str] = []
        size = 0
        for name in sorted(dict.fromkeys(names), key=_urgency):
            if not name or name in _PROTOCOL or (only and name not in only):
                continue
            got = self._convert(selection, self._display.intern_atom(name), end) if size < _SIZE_BOUND else None
            if got is None:
                missing.append(name)
                continue
            data, kind, bits = got
            size += len(data)
            formats.append(Format(name, data, self._name(kind), bits))
        return Saved(tuple(formats), _text_of(formats), tuple(missing))

    def _name(self, atom: int) -> str:
        try:
            return str(self._display.get_atom_name(atom)) if atom else ""
        except error.BadAtom:
            return ""

    def _convert(self, selection: int, target: int, end: float) -> tuple[bytes, int, int] | None:
        """Data, type atom and unit of one target; None if the owner has none or doesn't answer."""
        self._window.delete_property(self._into)
        self._window.convert_selection(selection, target, self._into, X.CurrentTime)
        notify = self._next(lambda e: e.type == X.SelectionNotify and e.target == target, end)
        if notify is None or notify.property == X.NONE:
            return None
        prop = self._window.get_full_property(self._into, X.AnyPropertyType)
        if prop is None:
            return None
        if prop.property_type != self._incr:
            self._window.delete_property(self._into)
            return _bytes(prop), prop.property_type, prop.format
        return self._pieces(end)

    def _pieces(self, end: float) -> tuple[bytes, int, int] | None:
        pieces = bytearray()
        self._drop_events()
        self._window.delete_property(self._into)  # says "begin"
        while True:
            arrived = self._next(
                lambda e: e.type == X.PropertyNotify and e.atom == self._into and e.state == X.PropertyNewValue, end
            )
            if arrived is None:
                return None
            prop = self._window.get_full_property(self._into, X.AnyPropertyType)
            self._window.delete_property(self._into)
            if prop is None:
                continue
            piece = _bytes(prop)
            if not piece:
                return bytes(pieces), prop.property_type, prop.format
            pieces += piece
            if len(pieces) > _SIZE_BOUND:
                return None

    def _drop_events(self) -> None:
        self._display.sync()
        while self._display.pending_events():
            self._next_event()

    def _next_event(self) -> Any:
        event = self._display.next_event()
        if isinstance(event, xfixes.SelectionNotify):
            self._changed = True
        return event

    def _next(self, wanted: Any, end: float) -> Any:
        """The next event that is `wanted`, None when the owner takes too long."""
        end = min(end, time.monotonic() + _FORMAT_BOUND)
        self._display.flush()
        while (left := end - time.monotonic()) > 0:
            if self._display.pending_events() == 0:
                select.select([self._display.fileno()], [], [], left)
                continue
            event = self._next_event()
            if wanted(event):
                return event
        return None


def _urgency(name: str) -> tuple[int, str]:
    """Texts first, then PNG, then the rest: what people miss most comes before a bound is reached."""
    for rank, prefix in enumerate((*_TEXT, "text/", "image/png")):
        if name == prefix or (prefix.endswith("/") and name.startswith(prefix)):
            return rank, name
    return 99, name


def _text_of(formats: Any) -> str:
    by_name = {item.name: item.data for item in formats}
    for name in _TEXT:
        if name in by_name:
            return str(by_name[name].decode("latin-1" if name == "STRING" else "utf-8", "replace")).rstrip("\0")
    return ""


def _bytes(prop: Any) -> bytes:
    value = prop.value
    if prop.format == 8:
        return bytes(value) if isinstance(value, bytes) else str(value).encode("latin-1")
    return b"".join(int(v).to_bytes(prop.format // 8, "little") for v in value)
