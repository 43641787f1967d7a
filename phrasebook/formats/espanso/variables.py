"""espanso's variables as our placeholders. Nothing runs: what would run becomes a question, and is reported.

https://espanso.org/docs/matches/extensions/
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping as Lookup

from phrasebook.formats import clocks
from phrasebook.formats.espanso.yaml_nodes import Mapping, Node, Scalar, items_of, text_of
from phrasebook.formats.wording import Draft
from phrasebook.language import t
from phrasebook.pack.fields import MAX_TEXT, MAX_VARIANTS

MAX_NESTED = 40
"""Variables inside variables; espanso's users nest three."""

_TOKEN = re.compile(
    r"\{\{\s*(?P<name>\w+)(?:\.(?P<field>\w+))?\s*\}\}|(?P<cursor>\$\|\$)|(?P<open>\\\{\\\{)|(?P<close>\\\}\\\})"
)
FIELD = re.compile(r"\[\[\s*(\w+)(?:\.\w+)?\s*\]\]")
_RFC2822 = "%a, %d %b %Y %H:%M:%S"
"""What espanso writes for a date without a format, but for the time zone."""

_LOCAL = re.compile("%[aAbBpxXcP]")


class TooLongError(ValueError):
    """A text that grows, with its variables filled in, beyond what a phrase may have."""


def render(template: str, variables: Lookup[str, Mapping], codes: Lookup[str, str]) -> list[Draft]:
    """The wordings of a match: one, or with `random` variables one for each that may come out.

    `variables` are those that the template may use, by name; `codes` says which code the match with a trigger got.

    Raises:
        TooLongError: it can't become a phrase.
    """
    first = _Filling(variables, codes, {})
    drafts = [first.fill(template)]
    if not first.random:
        return drafts
    picks = itertools.product(*(range(count) for count in first.random.values()))
    if (total := math.prod(first.random.values())) > MAX_VARIANTS + 1:
        choosing = _Filling(variables, codes, None)
        draft = choosing.fill(template)
        if choosing.sayable:
            return [draft]
        drafts[0].tell(
            t(f"{total} 种说法里只留下 {MAX_VARIANTS + 1} 种", f"only {MAX_VARIANTS + 1} of {total} wordings are kept")
        )
    others = (dict(zip(first.random, pick, strict=True)) for pick in itertools.islice(picks, 1, MAX_VARIANTS + 1))
    return [*drafts, *(_Filling(variables, codes, pick).fill(template) for pick in others)]


def form_template(layout: str) -> str:
    """The layout of a match's own form as a template: its fields as those of a variable `form1`."""
    template = FIELD.sub(lambda found: f"{{{{form1.{found[1]}}}}}", layout)
    return re.sub(r"\\([{}])", r"\1", template)


class _Filling:
    """One way of filling in a template. `pick` says which text a random variable takes; None: let the person choose."""

    def __init__(self, variables: Lookup[str, Mapping], codes: Lookup[str, str], pick: dict[str, int] | None) -> None:
        self.random: dict[str, int] = {}
        """How many texts each random variable has that was come across."""
        self.sayable = True
        """Whether every random variable that the person is to choose from could be said as a choice."""
        self._variables = variables
        self._codes = codes
        self._pick = pick
        self._known: dict[str, Draft] = {}
        self._open: list[str] = []

    def fill(self, template: str) -> Draft:
        draft = Draft()
        end = 0
        for found in _TOKEN.finditer(template):
            draft.say(template[end : found.start()])
            end = found.end()
            if found["name"]:
                draft.extend(self._value(found["name"], found["field"] or ""))
            elif found["cursor"]:
                draft.cursor()
            else:
                draft.say("{{" if found["open"] else "}}")
            if draft.size > 2 * MAX_TEXT:
                raise TooLongError
        draft.say(template[end:])
        return draft

    def _value(self, name: str, field: str) -> Draft:
        """What a variable, or a field of a form, stands for."""
        key = f"{name}.{field}"
        if key in self._known:
            return self._known[key]
        draft = Draft()
        variable = self._variables.get(name)
        if variable is None:
            draft.unsaid(field or name, t(f"没有变量 {name}", f"there is no variable {name}"))
        elif name in self._open or len(self._open) >= MAX_NESTED:
            draft.unsaid(name, t(f"变量 {name} 包含自己", f"the variable {name} contains itself"))
        else:
            self._open.append(name)
            self._evaluate(draft, variable, name, field)
            self._open.pop()
            self._known[key] = draft
        return draft

    def _evaluate(self, draft: Draft, variable: Mapping, name: str, field: str) -> None:
        params = variable.get("params")
        params = params if isinstance(params, Mapping) else Mapping(variable.line)
        match kind := text_of(variable.get("type")):
            case "date":
                self._date(draft, params, name)
            case "clipboard":
                draft.clipboard()
            case "echo" | "dummy":
                self._echo(draft, params, name, injects=text_of(variable.get("inject_vars")) != "false")
            case "random":
                self._random(draft, params, name)
            case "choice":
                self._choose(draft, name, params.get("values"))
            case "form":
                self._field(draft, params, field or name)
            case "match":
                self._match(draft, params, name)
            case "shell" | "script":
                draft.unsaid(name, t("原来由命令算出，命令不会运行", "a command wrote this, and commands never run"))
            case _:
                draft.unsaid(name, t(f"不认识变量类型 {kind}", f"the type of variable {kind} isn't known"))

    def _date(self, draft: Draft, params: Mapping, name: str) -> None:
        form = self._literal(params.get("format"))
        pattern = clocks.from_strftime(form if form is not None else _RFC2822)
        if pattern is None or (form is None and params.get("format")):
            draft.unsaid(name, t(f"日期格式 {form or ''} 表达不了", f"the date format {form or ''} can't be said"))
            return
        offset = params.get("offset")
        seconds = text_of(offset) or "0"
        if not re.fullmatch(r"[-+]?\d{1,15}", seconds):
            draft.unsaid(name, t("日期偏移不是数字", "the offset of a date is no number"))
            return
        if params.get("tz"):
            draft.lose(t("日期的时区", "the time zone of a date"))
        if params.get("locale") and _LOCAL.search(form or _RFC2822):
            draft.lose(t("日期的语言", "the language of a date"))
        draft.clock(pattern, int(seconds))

    def _echo(self, draft: Draft, params: Mapping, name: str, *, injects: bool) -> None:
        text = text_of(params.get("echo"))
        if text is None:
            draft.unsaid(name, t(f"变量 {name} 没有写内容", f"the variable {name} has no text"))
        elif injects:
            draft.extend(self.fill(text))
        else:
            draft.say(text)

    def _random(self, draft: Draft, params: Mapping, name: str) -> None:
        choices = [text for text in map(text_of, items_of(params.get("choices"))) if text is not None]
        if not choices:
            draft.unsaid(name, t(f"变量 {name} 没有可选的内容", f"the variable {name} has nothing to choose from"))
        elif self._pick is None:
            self.sayable &= draft.choose(name, [self.fill(choice).literal or "|" for choice in choices])
        else:
            self.random[name] = len(choices)
            draft.extend(self.fill(choices[self._pick.get(name, 0)]))

    def _choose(self, draft: Draft, label: str, values: Node | None, default: str = "") -> None:
        """A choice among a list of texts, of labels with ids, or of a text's lines."""
        options: list[str] = []
        for option in self._options(values):
            said = self.fill(option).literal
            if said is None:
                draft.unsaid(label, t(f"「{label}」的选项里有变量", f"an option of “{label}” holds a variable"))
                return
            options.append(said)
        if any(isinstance(item, Mapping) for item in items_of(values)):
            draft.lose(t(f"「{label}」的选项原来的叫法", f"what the options of “{label}” are called"))
        if not draft.choose(label, options, default):
            draft.unsaid(label, t(f"「{label}」的选项有换行、竖线或大括号", f"line ends, | or braces in “{label}”"))

    def _field(self, draft: Draft, params: Mapping, field: str) -> None:
        """A field of a form; what stands before it in the layout is its label."""
        fields = params.get("fields")
        settings = fields.get(field) if isinstance(fields, Mapping) else None
        settings = settings if isinstance(settings, Mapping) else Mapping(params.line)
        label = _label_before(text_of(params.get("layout")) or "", field) or field
        default = self._literal(settings.get("default"))
        if text_of(settings.get("type")) in ("choice", "list"):
            self._choose(draft, label, settings.get("values"), default or "")
        else:
            draft.ask(label, default if "default" in settings.entries else None)

    def _match(self, draft: Draft, params: Mapping, name: str) -> None:
        trigger = (self._literal(params.get("trigger")) or "").strip()
        draft.refer(trigger or name, self._codes.get(trigger))

    def _options(self, values: Node | None) -> list[str]:
        """The options as they would be pasted."""
        if isinstance(values, Scalar):
            return [line for line in map(str.strip, (self._literal(values) or "").split("\n")) if line]
        options = []
        for item in items_of(values):
            text = text_of(item.get("id") or item.get("label")) if isinstance(item, Mapping) else text_of(item)
            options.append(text or "")
        return options

    def _literal(self, node: Node | None) -> str | None:
        """The text of a parameter with its variables filled in; None if it holds more than text."""
        text = text_of(node)
        return None if text is None else self.fill(text).literal


def _label_before(layout: str, field: str) -> str:
    """What stands before a field on its line of the layout, if it ends in a colon; "" for nothing."""
    if len(layout) > MAX_TEXT:
        return ""
    before = layout.partition(f"[[{field}]]")[0].rpartition("\n")[2].rpartition("]]")[2].strip()
    return before[:-1].rstrip() if before.endswith((":", "：")) else ""
