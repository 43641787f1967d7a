"""Foreign windows on X11: which one has the keyboard, what it is, and giving the keyboard back to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from Xlib import X, Xatom, error
from Xlib.protocol import event as x_event

from phrasebook.model import Window

_PAGER = 2  # _NET_ACTIVE_WINDOW's source indication for "the person asked for it" (EWMH 1.3)


class Windows:
    """Reads and focuses windows over one connection; one thread at a time."""

    def __init__(self, display: Any) -> None:
        self._display = display
        self._root = display.screen().root
        self._active = display.intern_atom("_NET_ACTIVE_WINDOW")
        self._name = display.intern_atom("_NET_WM_NAME")
        self._utf8 = display.intern_atom("UTF8_STRING")
        self._pid = display.intern_atom("_NET_WM_PID")
        self._supported = display.intern_atom("_NET_SUPPORTED")
        self._client_mask = ~display.display.info.resource_id_mask & 0x1FFFFFFF

    def client_of(self, window_id: int) -> int:
        """The part of a window's id that names the program which made it."""
        return window_id & int(self._client_mask)

    def managed(self) -> bool:
        """Whether a window manager tells which window is active (EWMH)."""
        supported = self._values(self._root, self._supported)
        return supported is not None and self._active in supported

    def composited(self) -> bool:
        """Whether a compositing manager runs (EWMH's _NET_WM_CM_Sn)."""
        manager = self._display.intern_atom(f"_NET_WM_CM_S{self._display.get_default_screen()}")
        return bool(self._display.get_selection_owner(manager) != X.NONE)

    def active_id(self) -> int:
        """The id of the window that has the keyboard, 0 when none has it."""
        values = self._values(self._root, self._active)
        if values:
            return int(values[0])
        return self._top_level_of_focus()

    def focus_id(self) -> int:
        """The id of the (sub)window that keys go to, 0 when none."""
        focus = self._display.get_input_focus().focus
        return 0 if isinstance(focus, int) else int(focus.id)

    def has_focus(self, window_id: int) -> bool:
        """Whether keys typed now would reach `window_id`: it is the active one, and its own program has the focus."""
        focus = self.focus_id()
        return focus != 0 and self.client_of(focus) == self.client_of(window_id) and self.active_id() == window_id

    def describe(self, window_id: int) -> Window | None:
        """What is known of a window; None if it is gone."""
        window = self._display.create_resource_object("window", window_id)
        try:
            wm_class = window.get_wm_class()
            pid = self._values(window, self._pid)
            geometry = window.get_geometry()
            corner = self._root.translate_coords(window, 0, 0)
            title = self._title(window)
        except (error.BadWindow, error.BadDrawable):
            return None
        process = int(pid[0]) if pid else 0
        return Window(
            id=window_id,
            pid=process,
            program=wm_class[1] if wm_class else _process_name(process),
            title=title,
            x=corner.x,
            y=corner.y,
            width=geometry.width,
            height=geometry.height,
        )

    def exists(self, window_id: int) -> bool:
        """Whether the window is still there."""
        try:
            self._display.create_resource_object("window", window_id).get_attributes()
        except error.BadWindow:
            return False
        return True

    def focus(self, window_id: int) -> None:
        """Ask the window manager to activate a window; without one, give it the keyboard directly."""
        window = self._display.create_resource_object("window", window_id)
        if self.managed():
            message = x_event.ClientMessage(
                window=window, client_type=self._active, data=(32, [_PAGER, X.CurrentTime, 0, 0, 0])
            )
            self._root.send_event(message, X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        else:
            window.configure(stack_mode=X.Above)
            window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.flush()

    def _title(self, window: Any) -> str:
        prop = window.get_full_property(self._name, self._utf8)
        if prop is not None and prop.format == 8:
            return bytes(prop.value).decode("utf-8", "replace")
        prop = window.get_full_property(Xatom.WM_NAME, X.AnyPropertyType)
        if prop is None or prop.format != 8:
            return ""
        return bytes(prop.value).decode("latin-1")

    def _values(self, window: Any, atom: int) -> Any:
        prop = window.get_full_property(atom, X.AnyPropertyType)
        return None if prop is None or prop.format != 32 else prop.value

    def _top_level_of_focus(self) -> int:
        """Without a window manager: the child of the root that holds the focus."""
        current = self.focus_id()
        while current and current != self._root.id:
            try:
                parent = self._display.create_resource_object("window", current).query_tree().parent
            except error.BadWindow:
                return 0
            if isinstance(parent, int) or parent.id == self._root.id:
                return current
            current = parent.id
        return 0


def _process_name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip() if pid else ""
    except OSError:
        return ""
