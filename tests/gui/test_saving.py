"""From a written phrase to the library on disk: left what there was, right what there is now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from phrasebook.folders import Folders
from phrasebook.gui.draft import Draft, draft_of, phrase_of
from phrasebook.gui.loading import Loading
from phrasebook.gui.saving import Saved, Saving
from phrasebook.library import starter_folder
from phrasebook.model import Phrase, Scope
from tests.unit.library.subscribed import PNG, Subscribed, phrase

PUBLIC = '[[phrase]]\ntitle = "尺码表"\ntext = "这是尺码表"\ncode = "cmb"\nimages = ["images/尺码.png"]\n'
MINE = '# 我自己的\n[[phrase]]\nid = "aaaaaaaaaaaaaaaaaaaa"\ntext = "稍等"\ncode = "sd"\n'


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path))
    made = Folders.default()
    made.make()
    return made


@pytest.fixture
def library(folders: Folders) -> Path:
    """A library of one's own with a shared phrase and a personal one."""
    (folders.library / "public" / "images").mkdir(parents=True)
    (folders.library / "public" / "images" / "尺码.png").write_bytes(PNG)
    (folders.library / "public" / "p.toml").write_text(PUBLIC)
    (folders.library / "personal").mkdir()
    (folders.library / "personal" / "我的.toml").write_text(MINE)
    return folders.library


def save(app: QApplication, folders: Folders, draft: Draft, chosen: Path | None = None) -> Saved | str:
    """What comes of saving this draft."""
    loading = Loading(folders, chosen)
    saving = Saving(loading, folders.data)
    saved, failed = QSignalSpy(saving.saved), QSignalSpy(saving.failed)
    phrase = phrase_of(draft, "我的")
    assert isinstance(phrase, Phrase)
    saving.save(phrase, draft.origin)
    saving.close()
    app.processEvents()
    assert saved.count() + failed.count() == 1
    return str(failed.at(0)[0]) if failed.count() else saved.at(0)[0]


def known(folders: Folders, code: str) -> Phrase:
    return Loading(folders, None).load().library.find(code)


def test_a_new_phrase_is_added_and_found(app: QApplication, folders: Folders, library: Path) -> None:
    saved = save(app, folders, Draft(("亲，明天发出～",), code="mtf"))
    assert isinstance(saved, Saved)
    assert saved.copied is None
    assert saved.loaded.library.find("mtf").text == "亲，明天发出～"
    text = (library / "personal" / "我的.toml").read_text()
    assert text.startswith(MINE)
    assert "title" not in text, "the text's first line needs no title of its own"


def test_a_changed_phrase_keeps_its_id_and_every_other_byte(app: QApplication, folders: Folders, library: Path) -> None:
    draft = draft_of(known(folders, "sd"))
    save(app, folders, replace(draft, wordings=("请您稍等",)))
    assert (library / "personal" / "我的.toml").read_text() == MINE.replace("稍等", "请您稍等")


def test_the_copy_of_a_shared_phrase_has_its_pictures(app: QApplication, folders: Folders, library: Path) -> None:
    draft = draft_of(known(folders, "cmb"))
    saved = save(app, folders, replace(draft, wordings=("我的尺码表",)))
    assert isinstance(saved, Saved)
    copy = saved.loaded.library.find("cmb")
    assert (copy.scope, copy.text) == (Scope.PERSONAL, "我的尺码表")
    assert [path.read_bytes() for path in saved.loaded.library.images_of(copy)] == [PNG]
    assert (library / "public" / "p.toml").read_text() == PUBLIC


def test_the_first_own_phrase_takes_the_starter_library_along(app: QApplication, folders: Folders) -> None:
    before = Loading(folders, starter_folder()).load().library
    saved = save(app, folders, Draft(("我的第一条",), code="dyt"), starter_folder())
    assert isinstance(saved, Saved)
    assert saved.copied == folders.library
    after = saved.loaded.library
    assert after.folder == folders.library
    assert {phrase.id for phrase in after.phrases} == {phrase.id for phrase in before.phrases} | {after.find("dyt").id}
    assert after.problems == ()
    for pack in before.packs:
        copy = folders.library / pack.path.relative_to(before.folder)
        assert copy.read_bytes().startswith(pack.path.read_bytes())


def test_so_does_the_first_change_of_one(app: QApplication, folders: Folders) -> None:
    loading = Loading(folders, starter_folder())
    mine = next(phrase for phrase in loading.load().library.phrases if phrase.scope is Scope.PERSONAL)
    saved = save(app, folders, replace(draft_of(mine), title="改过的"), starter_folder())
    assert isinstance(saved, Saved)
    assert saved.copied == folders.library
    assert saved.loaded.library.find(mine.id).title == "改过的"
    assert starter_folder().joinpath("personal", "我的.toml").read_text().count("改过的") == 0


def test_a_folder_that_cannot_be_written_is_said_and_nothing_changes(
    app: QApplication, folders: Folders, library: Path
) -> None:
    (library / "personal" / "我的.toml").unlink()
    (library / "personal" / "我的.toml").mkdir()  # root may write anywhere; not even root over a folder
    told = save(app, folders, Draft(("好",)))
    assert isinstance(told, str)
    assert "我的.toml" in told


def test_what_somebody_removed_meanwhile_is_said(app: QApplication, folders: Folders, library: Path) -> None:
    draft = draft_of(known(folders, "sd"))
    (library / "personal" / "我的.toml").write_text("# leer\n")
    told = save(app, folders, replace(draft, wordings=("请您稍等",)))
    assert isinstance(told, str)
    assert (library / "personal" / "我的.toml").read_text() == "# leer\n"


def test_the_copy_of_a_subscribed_phrase_takes_its_place(app: QApplication, folders: Folders) -> None:
    files = {"public/p.toml": phrase(1, "在的", code="zd", images=["a.png"]), "public/a.png": PNG}
    Subscribed(folders, "蓝天").publish(files)
    original = known(folders, "zd")
    saved = save(app, folders, replace(draft_of(original), wordings=("我的在的",)))
    assert isinstance(saved, Saved)
    assert (saved.phrase.id, saved.phrase.scope, saved.copied) == (original.id, Scope.PERSONAL, None)
    assert [one.text for one in saved.loaded.library.phrases] == ["我的在的"]
    assert [path.read_bytes() for path in saved.loaded.library.images_of(saved.phrase)] == [PNG]
