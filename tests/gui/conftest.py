"""A real QApplication without a screen; every test speaks Chinese unless it says otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication

from phrasebook import language
from phrasebook.gui.picker import Picker
from phrasebook.language import Language
from tests.gui.sample import SampleSource


@pytest.fixture(scope="session")
def app() -> QApplication:
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication([])


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    before = language.current()
    language.use(Language.ZH)
    yield
    language.use(before)


@pytest.fixture
def source() -> SampleSource:
    return SampleSource()


@pytest.fixture
def picker(app: QApplication, source: SampleSource) -> Iterator[Picker]:
    made = Picker(source, theme="light")
    made.prepare()
    yield made
    made.close_quietly()
    made.deleteLater()
