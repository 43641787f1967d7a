from pathlib import Path

import pytest

from phrasebook.model import Pack, Scope
from phrasebook.pack.document import read_document
from phrasebook.pack.read import parse_pack


def phrase(number: int, text: str = "") -> str:
    text = text or f'"text {number}"'
    return f'\n[[phrase]]\ntitle = "t{number}"\ntext = {text}\ncode = "c{number}"\n'


HEAD = 'format = 1\n\n[pack]\ntitle = "p"\n'


def parsed(source: str) -> Pack:
    return parse_pack(source.encode(), Path("/p.toml"), Scope.PERSONAL)


BROKEN = {
    "no closing quote": '"text',
    "no closing triple quotes": '"""\ntext 250\nmore',
    "full-width quotes": "“text”",
    "bare text": "退货",
    "stray backslash": '"a\\q"',
    "unclosed list": '["a", "b"',
    "left over": '"a"b"',
    "literal unclosed": "'''a",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_one_broken_phrase_does_not_hide_the_other_499(text: str) -> None:
    source = HEAD + "".join(phrase(number, text if number == 250 else "") for number in range(500))
    pack = parsed(source)
    assert [found.title for found in pack.phrases] == [f"t{number}" for number in range(500) if number != 250]
    (problem,) = pack.problems
    rows = source.split("\n")
    block = rows.index('title = "t250"') + 1
    assert block <= problem.line <= block + 5
    assert "column" in problem.message
    assert problem.hint
    for found in pack.phrases:
        assert rows[found.line - 1] == "[[phrase]]"
        assert rows[found.line] == f'title = "{found.title}"'
    assert pack.title == "p"


def test_two_broken_phrases_are_two_problems() -> None:
    source = HEAD + phrase(1) + phrase(2, '"""open') + phrase(3) + phrase(4, "bare") + phrase(5)
    pack = parsed(source)
    assert [found.title for found in pack.phrases] == ["t1", "t3", "t5"]
    assert len(pack.problems) == 2


def test_a_text_that_shows_the_format_is_not_cut() -> None:
    inside = '"""\n写成这样：\n[[phrase]]\ntext = \'示例\'\n"""'
    pack = parsed(HEAD + phrase(1, inside) + phrase(2, "“broken”") + phrase(3))
    assert [found.title for found in pack.phrases] == ["t1", "t3"]
    assert "[[phrase]]\ntext = '示例'" in pack.phrases[0].text
    assert len(pack.problems) == 1


def test_a_broken_head_is_reported_and_the_phrases_load() -> None:
    pack = parsed("format = 1\n[pack]\ntitle = 售后\n" + phrase(1) + phrase(2))
    assert [found.title for found in pack.phrases] == ["t1", "t2"]
    assert [problem.line for problem in pack.problems] == [3]


def test_a_table_behind_the_phrases_is_kept_apart() -> None:
    pack = parsed(phrase(1) + phrase(2, "bad") + phrase(3) + '[pack]\ntitle = "late"\n')
    assert pack.title == "late"
    assert [found.title for found in pack.phrases] == ["t1", "t3"]


def test_what_is_wrong_only_as_a_whole_is_reported() -> None:
    pack = parsed('[pack]\ntitle = "a"\n' + phrase(1) + '[pack]\ntitle = "b"\n')
    assert [found.title for found in pack.phrases] == ["t1"]
    assert len(pack.problems) == 1
    assert pack.title == "a"


def test_phrases_as_inline_tables_have_the_line_of_their_list() -> None:
    document = read_document('\nphrase = [{text = "a"}, {text = "b"}, 3]\n')
    assert [line for _, line in document.phrases] == [2, 2]
    assert [(trouble.key, line) for trouble, line in document.troubles] == [("phrase", 2)]


def test_headers_however_written_have_their_lines() -> None:
    document = read_document('[["phrase"]]\ntext = "a"\n\n[[ phrase ]]\ntext = "b"\n')
    assert [line for _, line in document.phrases] == [1, 4]
