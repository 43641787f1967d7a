"""Our wordings in espanso's notation: a template, and the variables that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from phrasebook.formats.dialect import Dialect
from phrasebook.language import t
from phrasebook.placeholders.syntax import Clock, Question

FORM = "form"
WORDING = "wording"


class EspansoDialect(Dialect):
    """Says all the wordings of one phrase; `variables` are those that they need, in the order of evaluation."""

    def __init__(self, triggers: Mapping[str, str]) -> None:
        """`triggers` maps the codes of the phrases that are written to their triggers."""
        super().__init__()
        self._triggers = triggers
        self._variables: dict[str, dict[str, Any]] = {}
        self._fields: dict[str, tuple[str, dict[str, Any]]] = {}

    def variables(self) -> list[dict[str, Any]]:
        """The variables, a form for all questions first, so that the others may use it."""
        made = [{"name": name, **variable} for name, variable in self._variables.items()]
        if not self._fields:
            return made
        layout = "\n".join(f"{label}: [[{name}]]" for label, (name, _) in self._fields.items())
        settings = {name: field for name, field in self._fields.values() if field}
        params = {"layout": layout, "fields": settings} if settings else {"layout": layout}
        return [{"name": FORM, "type": "form", "params": params}, *made]

    def literal(self, text: str) -> str:
        r"""Text; `{{` as `\{\{`."""
        return text.replace("{{", "\\{\\{")

    def cursor(self) -> str:
        """`$|$`."""
        return "$|$"

    def clipboard(self) -> str:
        """A variable of type clipboard."""
        return self._variable("clipboard", {"type": "clipboard"})

    def clock(self, clock: Clock) -> str:
        """A variable of type date."""
        params: dict[str, Any] = {"format": clock.format}
        if seconds := int(clock.shift.total_seconds()):
            params["offset"] = seconds
        return self._variable("date", {"type": "date", "params": params})

    def question(self, question: Question) -> str:
        """A field of the form."""
        field: dict[str, Any] = {}
        if question.options:
            field = {"type": "choice", "values": list(question.options), "default": question.default}
        elif question.default or question.optional:
            field = {"default": question.default}
        name, known = self._fields.setdefault(question.label, (self._field_name(question.label), field))
        if known != field:
            self.tell(
                t(f"「{question.label}」问了几次，只按第一次的问", f"“{question.label}” is asked in only one way")
            )
        return f"{{{{{FORM}.{name}}}}}"

    def other(self, code: str) -> str | None:
        """A variable of type match."""
        if trigger := self._triggers.get(code.casefold()):
            return self._variable("phrase", {"type": "match", "params": {"trigger": trigger}})
        return None

    def _variable(self, stem: str, variable: dict[str, Any]) -> str:
        """A reference to a variable, which is made if there is no equal one."""
        for name, known in self._variables.items():
            if known == variable:
                return f"{{{{{name}}}}}"
        name = stem if stem not in self._variables else f"{stem}{len(self._variables) + 1}"
        self._variables[name] = variable
        return f"{{{{{name}}}}}"

    def _field_name(self, label: str) -> str:
        """A name for a field: the label's letters, digits and underscores, unlike any other's."""
        stem = "_".join(re.findall(r"\w+", label)) or "text"
        taken = {name for name, _ in self._fields.values()}
        return next(name for number in range(1, 1000) if (name := stem + str(number) * (number > 1)) not in taken)
