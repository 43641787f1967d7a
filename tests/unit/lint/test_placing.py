"""Line and column of what was found, as an editor counts them."""

import pytest

from phrasebook.lint import Context, lint
from phrasebook.toml.places import normal_newlines
from tests.unit.lint.samples import PATH, TODAY, made, read

RULES = made('[[rule]]\nname = "r"\nwords = ["坏"]\nfields = ["title", "text", "variants", "keywords", "note"]\n')


def spots(source: str, *, known: bool = True) -> list[tuple[int, int, str]]:
    context = Context(today=TODAY, sources={PATH: normal_newlines(source)} if known else {})
    return [(one.line, one.column, one.key) for one in lint([read(source)], RULES, context) if one.rule == "r"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('[[phrase]]\ntext = "好坏"\n', [(2, 10, "text")]),
        ('[[phrase]]\ntext = """\n好\n很坏"""\n', [(4, 2, "text")]),
        ('[[phrase]]\ntext = """好坏\n"""\n', [(2, 12, "text")]),
        ("[[phrase]]\ntext = '坏'\n", [(2, 9, "text")]),
        ('[[phrase]]\ntext = "好"\nvariants = [\n  "坏", # 坏\n  "好坏"]', [(4, 4, "variants"), (5, 5, "variants")]),
        ('[[phrase]]\ntext = "好"\nvariants = ["很坏坏", "坏坏"]\n', [(3, 15, "variants"), (3, 21, "variants")]),
        ('[[phrase]]\ntext = "a\\tb坏"\n', [(2, 13, "text")]),
        ('[[phrase]]\ntext = "\\u574f"\n', [(2, 1, "text")]),
        ('[[phrase]]\r\ntitle = "x"\r\ntext = """\r\n好\r\n坏"""\r\n', [(5, 1, "text")]),
        ('[[phrase]]\n"text" = "坏"\n', [(2, 11, "text")]),
        ('[pack]\ntitle = "坏"\n[[phrase]]\nnote = "坏"\ntext = "x"\ntitle = "坏"', [(4, 9, "note"), (6, 10, "title")]),
        ('[[phrase]]\ntext = "好"\n[phrase.mine]\nnote = "坏"\n[[phrase]]\ntext = "坏"\n', [(6, 9, "text")]),
    ],
)  # fmt: skip
def test_places(source: str, expected: list[tuple[int, int, str]]) -> None:
    assert sorted(spots(source)) == expected


def test_without_the_file_the_line_is_that_of_the_phrase() -> None:
    assert spots('\n[[phrase]]\ntext = "坏"\n', known=False) == [(2, 0, "text")]


def test_a_text_that_is_not_the_files_any_more_does_no_harm() -> None:
    pack = read('\n\n\n[[phrase]]\ntext = "坏"\n')
    for text in ("", "[[phrase]]\n", "\n\n\n\n\n\n", '[[phrase]]\n\n\n\ncode = "坏"'):
        findings = lint([pack], RULES, Context(today=TODAY, sources={PATH: text}))
        assert [one.rule for one in findings if one.rule == "r"] == ["r"]
