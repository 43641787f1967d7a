"""The daemon: what is wired to what, and the flow of a reply.

hotkey (adapter's thread) or `phrasebook pick` (socket) → App.open_picker: note the window, show the picker
  → Picker.chosen → App.choose → Replies → Courier (thread) → delivery.deliver → App.delivered: tell the agent
a file changes (watching thread) → Loading → App.show_library, App.use_settings
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from phrasebook import language
from phrasebook.desktop.base import Desktop
from phrasebook.errors import DaemonError, PhrasebookError
from phrasebook.gui.courier import Courier
from phrasebook.gui.desk import Desk
from phrasebook.gui.hotkeys import Bound, bind
from phrasebook.gui.loading import Loaded, Loading
from phrasebook.gui.picker import Picker
from phrasebook.gui.remote import Answer, Remote, Request
from phrasebook.gui.replies import Done, Replies
from phrasebook.gui.sizes import Sizes
from phrasebook.gui.source import Choice
from phrasebook.gui.status import delivery_report, status_report
from phrasebook.gui.subscribing import Subscribing
from phrasebook.gui.syncing import Syncing
from phrasebook.gui.toast import Toast
from phrasebook.gui.tray import Tray
from phrasebook.gui.words import problems_line
from phrasebook.gui.writing import Writing
from phrasebook.language import t
from phrasebook.model import Delivery, Outcome, Phrase, Window
from phrasebook.settings import Folders, Settings
from phrasebook.usage import Usage


class App(QObject):
    """Everything the daemon holds, alive between `start` and `close`."""

    _fired = Signal(str)

    def __init__(self, desktop: Desktop, folders: Folders, only: Path | None, hotkey: str | None) -> None:
        super().__init__()
        self._desktop, self._folders, self._hotkey = desktop, folders, hotkey
        self.problem = ""
        self.paused = False
        self.bound = Bound()
        self.last: Delivery | None = None
        self.deliveries = 0
        self._waiting: Answer | None = None
        self._next: str | None = None

        self._loading = Loading(folders, only, self)
        settings = self._first_settings()
        loaded = self._loading.load()
        self.desk = Desk(loaded.library, loaded.index, Usage(folders.usage_file), settings)
        self._courier = Courier(desktop, self)
        self._replies = Replies(self.desk, self._courier, self)
        self._sizes = Sizes(folders.data / "windows.json")
        self._picker = Picker(
            self.desk, theme=settings.theme, composited=desktop.composited, size=self._sizes.get("picker")
        )
        self._picker.has_keyboard = lambda: desktop.has_focus(Window(int(self._picker.winId())))
        self._picker.prepare()
        self._writing = Writing(self._picker, self.desk, desktop, self._courier, self._loading, folders.data)
        self._toast = Toast()
        self._tray = Tray(theme=settings.theme, parent=self)
        self._remote = Remote(folders.socket, self._asked, self)
        self.subscribing = Subscribing(folders, self)
        self._syncing = Syncing(folders, self)

        self._fired.connect(self._hotkey_pressed, Qt.ConnectionType.QueuedConnection)
        self._picker.chosen.connect(self.choose)
        self._picker.cancelled.connect(self._cancelled)
        self._picker.resized.connect(lambda width, height: self._sizes.keep("picker", (width, height)))
        self._picker.folder_requested.connect(lambda phrase: _show_folder(self.desk.library.path_of(phrase).parent))
        self._replies.delivered.connect(self.delivered)
        self._writing.changed.connect(self.show_library)
        self._writing.copied.connect(self._starter_copied)
        self._loading.loaded.connect(self.show_library)
        self._loading.settings_read.connect(self.use_settings)
        self._loading.failed.connect(self._failed)
        self.subscribing.told.connect(self._tell)
        self.subscribing.noted.connect(self._note_problems)
        self._syncing.told.connect(self._tell)
        self._syncing.noted.connect(self._note_problems)
        self._tray.open_requested.connect(self.open_picker)
        self._tray.pause_requested.connect(self.pause)
        self._tray.reload_requested.connect(self._loading.reload)
        self._tray.settings_requested.connect(lambda: _show_folder(folders.config))
        self._tray.quit_requested.connect(QApplication.quit)

    def start(self) -> None:
        """Bind the hotkeys, listen, watch.

        Raises:
            DaemonError: the socket can't be made.
        """
        self._remote.listen()
        self._note_problems()
        self._bind()
        self._loading.start()
        self._tray.show()
        self._keep_up_to_date()
        if not self._loading.alone:
            self._syncing.start()

    def close(self) -> None:
        """End everything; the clipboard comes back before that."""
        self._remote.close()
        self.subscribing.close()
        self._syncing.close()
        self._loading.close()
        self._picker.close_quietly()
        self._writing.close()
        self._courier.close()
        self._desktop.close()
        self.desk.usage.close()

    # The flow of a reply

    def open_picker(self, query: str = "") -> None:
        """Note the window the agent writes in, then show the picker; when it is already there, take it away."""
        if self._picker.isVisible():
            self._picker.come_back() if self._picker.writing else self._picker.close()
            return
        if self._courier.busy:
            self._next = query  # its window must keep the keyboard until the reply is in it
            return
        self._note_window()
        self._picker.open(self.desk.window, query)

    def choose(self, choice: Choice) -> None:
        """The agent chose."""
        answer, self._waiting = self._waiting, None
        self._replies.carry_out(choice, self.desk.window, self._answering(answer))

    def reply_with(self, phrase: Phrase, send: bool, answer: Answer | None = None) -> None:
        """Deliver a phrase that its hotkey or `phrasebook send` asked for; its form comes up if it has questions."""
        self._note_window()
        self._forget_waiting()
        self._waiting = answer
        self._picker.open_form(self.desk.window, phrase, send=send)

    def delivered(self, delivery: Delivery) -> None:
        """A reply has arrived, or it hasn't and the agent must know why."""
        self.last = delivery
        self.deliveries += 1
        query, self._next = self._next, None
        if query is not None:
            self.open_picker(query)
        if delivery.reason:
            if delivery.outcome is Outcome.PASTED:
                title = t("已粘贴，没有发送", "Pasted, not sent")
            elif delivery.pasted:
                title = t("只粘贴了一部分，其余在剪贴板里", "Pasted in part; the rest is on the clipboard")
            else:
                title = t("没有粘贴，内容在剪贴板里", "Not pasted; the reply is on the clipboard")
            self._tell(title, delivery.reason)

    # What comes from outside

    def pause(self, paused: bool) -> None:
        """Let go of the hotkeys, or take them again."""
        self.paused = paused
        self._picker.set_paused(paused)
        self._bind()

    def show_library(self, loaded: Loaded) -> None:
        """Use a library that was read anew, also in an open picker; tell once what has gone wrong in it."""
        known = {(problem.path, problem.key, problem.message) for problem in self.desk.library.problems}
        self.desk.show(loaded.library, loaded.index)
        self._picker.refresh()
        self._note_problems()
        self._syncing.edited()
        for problem in loaded.library.problems:
            if (problem.path, problem.key, problem.message) not in known:
                where = f"{problem.path.name}:{problem.line}" if problem.line else problem.path.name
                advice = " — ".join(filter(None, (problem.message, problem.hint)))
                self._tell(t(f"{where} 有话术读不了", f"{where}: a phrase can't be read"), advice)
                break

    def use_settings(self, settings: Settings) -> None:
        """Use settings that were read anew."""
        self._clear_problem()
        if settings == self.desk.settings:
            return
        self.desk.settings = settings
        self._speak(settings)
        self._picker.set_theme(settings.theme)
        self._tray.set_theme(settings.theme)
        self._picker.refresh()
        self._note_problems()
        self._bind()
        self._keep_up_to_date()

    def _hotkey_pressed(self, combo: str) -> None:
        code = self.desk.settings.hotkeys.get(combo)
        if code is None or combo == self.bound.picker:
            self.open_picker()
            shown = self._picker.isVisible()
            self._desktop.release_keyboard(Window(int(self._picker.winId())) if shown else None)
            return
        self._desktop.release_keyboard()
        try:
            self.reply_with(self.desk.library.find(code), send=False)
        except PhrasebookError as error:
            self._tell(error.message, error.hint)

    def _asked(self, request: Request, answer: Answer) -> None:
        match request.command:
            case "pick":
                self._picker.close_quietly()
                self.open_picker(request.query)
                answer.done({})
            case "send":
                self.reply_with(self.desk.library.find(request.phrase), request.enter, answer)
            case "status":
                answer.done(status_report(self, self._desktop))
            case "stop":
                answer.done({"pid": QApplication.applicationPid()})
                QApplication.quit()

    # Details

    def _note_window(self) -> None:
        window = self._desktop.focused_window()
        if window is not None and window.pid == QApplication.applicationPid():
            window = self.desk.window  # one of ours has the focus; the chat is still the one noted before
        self.desk.turn_to(window, self._desktop.clipboard.prefetch())

    def _answering(self, answer: Answer | None) -> Done:
        return (lambda _delivery: None) if answer is None else (lambda delivery: answer.done(delivery_report(delivery)))

    def _cancelled(self) -> None:
        """Esc gives the keyboard back; who clicked into another window keeps it there."""
        self._forget_waiting()
        active = self._desktop.focused_window()
        ours = active is None or active.pid == QApplication.applicationPid()
        if ours and self.desk.window is not None:
            self._desktop.focus(self.desk.window)

    def _forget_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.failed(
                DaemonError(
                    t("没有填完就关掉了", "The form was closed before it was filled in"),
                    t("再来一次，填好每一项", "Try again and fill in every field"),
                )
            )

    def _first_settings(self) -> Settings:
        try:
            settings = self._loading.read_settings()
        except PhrasebookError as error:
            self.problem = f"{error.message} {error.hint}".strip()
            settings = Settings()
        self._speak(settings)
        return settings

    def _speak(self, settings: Settings) -> None:
        language.use(settings.language or language.of_system())

    def _bind(self) -> None:
        combo = self._hotkey or self.desk.settings.hotkey
        self.bound = bind(self._desktop, combo, self.desk.settings.hotkeys, self._fired.emit, paused=self.paused)
        self._tray.set_paused(self.paused)
        if self.bound.message:
            self._tell(t("热键被占用", "A hotkey is taken"), self.bound.message)

    def _note_problems(self) -> None:
        notes = (problems_line(self.desk.library.problems), self.subscribing.note, self._syncing.note)
        lines = list(filter(None, notes))
        self._picker.set_note("\n".join(lines).split("\n", 1)[0])
        self._tray.set_note("\n".join(lines))

    def _keep_up_to_date(self) -> None:
        if not self._loading.alone:
            self.subscribing.use(self.desk.settings.subscriptions)

    def _clear_problem(self) -> None:
        self.problem = ""
        self._picker.set_problem("")

    def _failed(self, error: PhrasebookError) -> None:
        self.problem = f"{error.message} {error.hint}".strip()
        self._picker.set_problem(self.problem)

    def _starter_copied(self, own: Path) -> None:
        self._tell(
            t("自带的话术已复制成您自己的", "The starter phrases are your own now"),
            t(f"都在 {own}，以后用的、改的都是这一份", f"They are in {own}, which is used and changed from now on"),
            calm=True,
        )

    def _tell(self, title: str, text: str, calm: bool = False) -> None:
        self._toast.say(title, text, self._picker.theme, self.desk.window, calm=calm)


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
