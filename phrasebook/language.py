"""The language of every message: Chinese or English. Both wordings stand side by side where they are used."""

from __future__ import annotations

import locale
import os
from enum import StrEnum


class Language(StrEnum):
    """The two languages phrasebook speaks."""

    ZH = "zh-CN"
    EN = "en"


def of_system() -> Language:
    """The language the system asks for (LC_ALL, LC_MESSAGES, LANG; else the platform's own answer)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    system = locale.getlocale()[0] or ""
    return Language.ZH if system.lower().startswith(("zh", "chinese")) else Language.EN


_current = of_system()


def use(language: Language) -> None:
    """Speak this language from now on."""
    global _current
    _current = language


def current() -> Language:
    """The language spoken now."""
    return _current


def t(zh: str, en: str) -> str:
    """The wording of the current language."""
    return zh if _current is Language.ZH else en
