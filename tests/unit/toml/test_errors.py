import pytest

from phrasebook import language
from phrasebook.toml.errors import TomlTrouble, read_toml


@pytest.mark.parametrize(
    ("source", "line", "column", "hint"),
    [
        ("a = 1\ntext = “退货”", 2, 8, "“"),
        ("a＝3", 1, 2, "＝"),
        ('k = ["a"，"b"]', 1, 9, "，"),
        ('a = "x\ny"', 1, 7, '"""'),
        ('a = 1\nb = """abc\nxx\n', 2, 5, "closing quote"),
        ("b = '''abc", 1, 5, "closing quote"),
        ('a = "x"\na = "y"', 2, 8, "keep one"),
        ("a = 退货", 1, 5, "ASCII quotes"),
        ('a = "\\q"', 1, 8, "\\\\"),
        ('a = "x"y"', 1, 8, '\\"'),
        ("[[phrase]\na = 1", 1, 9, "[[phrase]]"),
        ("你好", 1, 1, "comments start with #"),
    ],
)
def test_what_is_wrong_where_and_what_to_do(source: str, line: int, column: int, hint: str) -> None:
    trouble = read_toml(source)
    assert isinstance(trouble, TomlTrouble)
    assert (trouble.line, trouble.column) == (line, column)
    assert hint in trouble.hint


def test_every_wording_is_there_in_chinese() -> None:
    language.use(language.Language.ZH)
    trouble = read_toml("text = “退货”")
    assert isinstance(trouble, TomlTrouble)
    assert "全角" in trouble.hint


@pytest.mark.parametrize(
    "hostile",
    [
        "a" + ".a" * 50_000 + " = 1",
        "a = " + "[" * 50_000,
        "a = " + "{b=" * 50_000,
        "a = " + "9" * 5_000,
        "[a" + ".a" * 50_000,
    ],
    ids=["long key", "deep lists", "deep tables", "long number", "long header"],
)
def test_hostile_texts_are_refused_and_harm_nothing(hostile: str) -> None:
    assert isinstance(read_toml(hostile), TomlTrouble)


def test_a_text_of_dots_is_no_long_key() -> None:
    assert read_toml('text = "' + "a." * 300 + '"') == {"text": "a." * 300}
