import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.toml.places import normal_newlines, statements
from phrasebook.toml.spans import Edit, edited, original_offsets, value_at


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"a#b"  # c\n', '"a#b"'),
        ("'a' \t\n", "'a'"),
        ('"""\na\n# b"""', '"""\na\n# b"""'),
        ("2026-06-01 12:00:00 # c", "2026-06-01 12:00:00"),
        ("[1, [2, 3], {a = ']'}]\n", "[1, [2, 3], {a = ']'}]"),
        ("[ # c\n 1,\n]\nx = 1\n", "[ # c\n 1,\n]"),
        ("true\n", "true"),
    ],
)
def test_where_a_value_stands(text: str, value: str) -> None:
    found = value_at(f"k = {text}", 3)
    assert f"k = {text}"[found.start : found.end] == value


def test_what_is_in_a_list() -> None:
    source = "[ # one\n  {a = 1}, # two\n  'x,y', [1, 2] # three\n  , ]"
    found = value_at(source, 0)
    assert found.comments == ("# one", "# two", "# three")
    assert [source[start:end] for start, end in found.items] == ["{a = 1}", "'x,y'", "[1, 2]"]
    assert source[: found.comma].endswith("# three\n  ,")
    assert value_at("[1, 2]", 0).comma == 0
    assert value_at("{a = 1, b = 2}", 0).items == ()
    assert value_at("[]", 0).items == ()


def test_statements_have_their_parts() -> None:
    source = "a = 1 # c\n[b]\nc.d = [\n  1\n]\n[[e]]"
    parts = [(s.path, source[s.offset : s.end], bool(s.value)) for s in statements(source)]
    assert parts == [
        (("a",), "a = 1 # c\n", True),
        (("b",), "[b]\n", False),
        (("b", "c", "d"), "c.d = [\n  1\n]\n", True),
        (("e",), "[[e]]", False),
    ]


def test_edits_keep_every_other_line_end() -> None:
    source = "a\r\nb\nc\r\nd"
    normal = normal_newlines(source)
    edits = [Edit(normal.index("d"), len(normal), "x\ny"), Edit(normal.index("b"), normal.index("c"), "")]
    assert edited(source, edits, "\r\n") == "a\r\nc\r\nx\r\ny"


@given(st.text(st.sampled_from("ab\r\n"), max_size=20))
def test_offsets_in_the_text_as_it_is(source: str) -> None:
    normal = normal_newlines(source)
    offsets = original_offsets(source, list(range(len(normal) + 1)))
    assert [normal_newlines(source[:offset]) for offset in offsets] == [normal[:i] for i in range(len(normal) + 1)]


_values = st.recursive(
    st.sampled_from(["1", '"]"', "'#'", '"""\n],\n"""', "{x = [1], y = ','}", "2026-06-01"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: "[" + " # c ]\n,".join(items) + "\n]"),
)


@given(_values, st.sampled_from(["", " ", " # c", "\t#]"]))
def test_a_value_is_found_whole(value: str, tail: str) -> None:
    source = f"k = {value}{tail}\nnext = 1\n"
    wanted = tomllib.loads(source)
    found = value_at(source, 3)
    assert source[found.start : found.end] == value
    if isinstance(wanted["k"], list):
        assert len(found.items) == len(wanted["k"])
        for (start, end), item in zip(found.items, wanted["k"], strict=True):
            assert tomllib.loads(f"k = {source[start:end]}")["k"] == item
