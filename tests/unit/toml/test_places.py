import tomllib

from hypothesis import given
from hypothesis import strategies as st

from phrasebook.toml.places import (
    Places,
    array_headers,
    header_lookalikes,
    header_offsets,
    key_lines,
    normal_newlines,
    unclosed_string,
)

TRICKY = '''# [[phrase]] in a comment
format = 1 # [[phrase]]
[[phrase]]
text = """
[[phrase]]
a "quoted" ""word"" \\""" and the end""""
code = 'it'
list = [
  ["phrase"],
  [["phrase"]],
]
  [[ phrase ]]   # a comment
"a b".c."d\\u0041" = \'\'\'
[[phrase]] \'\'\'
note = "# [[phrase]]"
[other."x.y"]
key = { a = "[[phrase]]", b = [1,
2] }
last = 1
'''


def lines(source: str, offsets: list[int]) -> list[int]:
    places = Places(source)
    return [places.line(offset) for offset in offsets]


def test_headers_in_strings_and_comments_are_none() -> None:
    assert len(tomllib.loads(TRICKY)["phrase"]) == 2
    assert lines(TRICKY, array_headers(TRICKY, "phrase")) == [3, 12]
    assert lines(TRICKY, header_offsets(TRICKY, "phrase")) == [3, 12]


def test_lookalikes_are_those_in_strings_too() -> None:
    assert lines(TRICKY, header_lookalikes(TRICKY, "phrase")) == [3, 5, 12]


def test_a_header_with_a_quoted_name_is_found_by_the_thorough_way() -> None:
    source = '[["phrase"]]\ntext = "a"\n[[\'phrase\']]\n'
    assert lines(source, header_offsets(source, "phrase")) == [1, 3]


def test_every_key_has_its_line() -> None:
    found = key_lines(TRICKY)
    assert found["format",] == 2
    assert found["phrase", "text"] == 4
    assert found["phrase", "list"] == 8
    assert found["phrase", "a b", "c", "dA"] == 13
    assert found["other", "x.y"] == 16
    assert found["other", "x.y", "last"] == 19


def test_a_key_is_looked_for_in_its_own_table() -> None:
    places = Places('[[phrase]]\ntext = "a"\n[phrase.more]\ncode = 1\n[[phrase]]\ntext = "b"\ncode = "c"\n')
    assert places.key(1, "text") == 2
    assert places.key(1, "more") == 3
    assert places.key(1, "code") == 1, "the first phrase has none"
    assert places.key(5, "code") == 7


def test_an_unclosed_string_is_found_where_it_opens() -> None:
    source = 'a = "it"\nb = """closed"""\nc = """\nopen'
    assert unclosed_string(source) == source.index('"""\nopen')
    assert unclosed_string("a = '''") == 4
    assert unclosed_string(TRICKY) is None
    assert unclosed_string('a = """x\\"""') == 4, "an escaped quote closes nothing"
    assert unclosed_string("a = \"\"\nb = ''") is None


def test_windows_line_ends_count_once() -> None:
    assert key_lines(normal_newlines("a = 1\r\n\r\nb = 2\r\n"))["b",] == 3


def test_hostile_texts_are_read_in_linear_time() -> None:
    for source in (
        '"' * 200_000,
        "[" * 200_000,
        "'''" * 70_000,
        '"""\\' * 50_000,
        "a." * 100_000,
        "[[phrase]]" * 20_000,
    ):
        assert array_headers(source, "phrase") is not None
        assert key_lines(source) is not None
        assert unclosed_string(source) is None or source


values = st.recursive(
    st.text() | st.integers(-9, 9) | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(), values, max_size=4), max_size=5), st.booleans())
def test_places_agree_with_tomllib(tables: list[dict[str, object]], multiline: bool) -> None:
    import tomli_w

    parts = ["# head\n"]
    headers = []
    for table in tables:
        headers.append("".join(parts).count("\n") + 1)
        body = tomli_w.dumps({"phrase": table}, multiline_strings=multiline).removeprefix("[phrase]\n")
        parts.append(f"[[phrase]]\n{body}\n")
    source = "".join(parts)
    assert len(tomllib.loads(source).get("phrase", [])) == len(tables)
    assert lines(source, array_headers(source, "phrase")) == headers
    assert lines(source, header_offsets(source, "phrase")) == headers
    places = Places(source)
    rows = source.split("\n")
    for table, header in zip(tables, headers, strict=True):
        for key in table:
            row = rows[places.key(header, key) - 1]
            assert row.strip(), "a key or a table's header stands there"
            if table[key] not in ({}, []) and not isinstance(table[key], dict | list):
                name, _, _ = row.partition(" = ")
                assert tomllib.loads(f"{name} = 0") == {key: 0}
