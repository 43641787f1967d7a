"""Pack files as people leave them behind: comments, odd spacing, every way of writing a text, mistakes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from hypothesis import strategies as st

_characters = st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\t\"'\\#[]{}=")
texts = st.text(_characters, min_size=1, max_size=30).filter(lambda text: bool(text.strip()))
_looks_like_a_header = st.sampled_from(['[[phrase]]\ntext = "no"', "a\n[[phrase]]", "# no comment", 'a\n"""\nb'])
long_texts = texts | _looks_like_a_header


@dataclass(frozen=True)
class Piece:
    """A block of a file, and where an id goes into it."""

    before_id: str
    after_id: str
    has_id: bool
    readable: bool = True

    @property
    def text(self) -> str:
        return self.before_id + self.after_id

    def numbered(self, number: int) -> Piece:
        """With an id of its own, if it has one."""
        return replace(self, after_id=self.after_id.replace('"ID"', f'"{number:020x}"'))


@st.composite
def strings(draw: st.DrawFn, value: st.SearchStrategy[str] = long_texts) -> str:
    """A text as TOML has it, in one of its notations."""
    text = draw(value)
    escaped = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    ways = [escaped]
    if "'" not in text and "\n" not in text:
        ways.append(f"'{text}'")
    if "''" not in text and not text.endswith("'"):
        ways.append(f"'''\n{text}'''")
    inner = "\n".join(json.dumps(line, ensure_ascii=False)[1:-1] for line in text.split("\n"))
    ways.append(f'"""\n{inner}"""')
    return draw(st.sampled_from(ways))


@st.composite
def lists(draw: st.DrawFn) -> str:
    items = draw(st.lists(strings(texts), max_size=3))
    if draw(st.booleans()):
        return "[" + ", ".join(items) + "]"
    comment = draw(st.sampled_from(["", "  # 注", " #] [[phrase]]"]))
    return "[" + comment + "\n" + "".join(f"    {item},{comment}\n" for item in items) + "]"


_comments = st.sampled_from(["", "\n", "# 注：'''\n", '  # """ [[phrase]]\n', "\n\n\t# x\n"])
_tails = st.sampled_from(["", "  ", " # 备注", "\t#'"])


@st.composite
def blocks(draw: st.DrawFn) -> Piece:
    """A phrase that can be read."""
    indent = draw(st.sampled_from(["", "", "  ", "\t"]))
    header = draw(st.sampled_from(["[[phrase]]", "[[phrase]]", "[[ phrase ]]", "[[phrase]] # 一", "[[phrase]]  "]))
    lines = {"text": draw(strings())}
    for key, value in (("title", strings(texts.map(lambda text: text.replace("\n", " ")))), ("note", strings())):
        if draw(st.booleans()):
            lines[key] = draw(value)
    for key in ("keywords", "variants", "colours"):
        if draw(st.booleans()):
            lines[key] = draw(lists())
    if draw(st.booleans()):
        lines['"odd key"'] = draw(st.sampled_from(["1", "{ a = 1, b = [2] }", "2026-06-01 12:00:00"]))
    has_id = draw(st.booleans())
    if has_id:
        lines["id"] = '"ID"'
    body = ""
    for key in draw(st.permutations(list(lines))):
        equals = draw(st.sampled_from([" = ", "=", "  =\t"]))
        body += f"{draw(_comments)}{indent}{key}{equals}{lines[key]}{draw(_tails)}\n"
    if draw(st.booleans()):
        body += f"{indent}[phrase.more]\n{indent}a = {draw(strings())}\n"
    if draw(st.booleans()):
        body += "[[phrase.many]]\nb = 1\n[[phrase.many]]\nb = 2\n"
    return Piece(f"{indent}{header}\n", body + draw(_comments), has_id)


broken = st.sampled_from(
    [
        '[[phrase]]\ntext = "no end\n',
        "[[phrase]]\ntext = 亲\n\n",
        "[[phrase]]\ntext = 1\n",
        '[[phrase]]\ntext = "a"\ntext = "b"\n# c\n',
        '[[phrase]]\nid = "x"\ntext = "a"\n',
    ]
).map(lambda text: Piece(text, "", has_id=True, readable=False))

heads = st.sampled_from(
    ["", "format = 1\n", '# 一\n\nformat = 1\n[pack]\ntitle = "t"  # "\n\n', '[x]\ny = """\n[[a]]"""\n']
)

packs = st.tuples(st.lists(blocks() | broken, max_size=2), blocks(), st.lists(blocks() | broken, max_size=2)).map(
    lambda parts: [piece.numbered(number) for number, piece in enumerate([*parts[0], parts[1], *parts[2]])]
)
