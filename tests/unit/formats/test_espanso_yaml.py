import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.formats.base import FormatError
from phrasebook.formats.espanso.yaml_nodes import MAX_CHARACTERS, Mapping, documents, node_of, text_of, texts_of
from phrasebook.formats.espanso.yaml_text import Value, yaml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=30) | st.text(
    "ab \t\n:-#'\"|>&*!%{}[]\\\x85\u2028\ufeff～", max_size=12
)
VALUES = st.recursive(
    TEXTS.filter(lambda text: not any(ord(character) < 32 and character not in "\n\t" for character in text))
    | st.integers(-(10**9), 10**9)
    | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def plain(value: object) -> object:
    """A value as a reader of YAML gets it: scalars as their texts."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_back(node: object) -> object:
    if isinstance(node, Mapping):
        return {key: read_back(one) for key, one in node.entries.items()}
    if hasattr(node, "items"):
        return [read_back(one) for one in node.items]
    return getattr(node, "value", None)


@given(st.dictionaries(st.sampled_from(["a", "replace", "天数", "x y", "<", "yes"]), VALUES, max_size=4))
def test_what_is_written_is_read_as_it_was(value: dict[str, Value]) -> None:
    (root,) = documents(yaml_text(value) if value else "{}", "x.yml")
    assert read_back(root) == plain(value)


@given(TEXTS)
def test_nodes_without_yaml_are_those_with_it(text: str) -> None:
    assert text_of(node_of(text)) == text.replace("\r\n", "\n").replace("\r", "\n")


def test_scalars_stay_as_they_were_written() -> None:
    (root,) = documents("a: on\nb: 1:20\nc: 0x1F\nd: ~\ne:\nf: 'null'\ng: [yes, 012]\n", "x.yml")
    assert isinstance(root, Mapping)
    assert [text_of(root.get(key)) for key in "abcdef"] == ["on", "1:20", "0x1F", None, None, "null"]
    assert texts_of(root.get("g")) == ["yes", "012"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b\n\t- c", "x.yml:2: a tab indents"),
        ("a: b: c", "x.yml:1: the indentation or a colon"),
        ("a: b\n  c\nd\n", "x.yml"),
        ("a: 'b\n", "ends too early"),
        ("a: [b\n", "x.yml:2: "),
        ("a: @b", "x.yml:1: this character must stand in quotes"),
        ("a: b\nc: \x01", "x.yml:2: holds U\\+0001"),
        ('a: "\\UFFFFFFFF"', "no complete YAML"),
        ('a: "\\q"', "x.yml:1: "),
        ("a: *nobody", "x.yml:1: the alias \\*nobody"),
        ("a: &a [*a]", "x.yml:1: the alias \\*a"),
        ("[" * 100, "nested too deeply"),
        ("%YAML 9.x\n---\na", "x.yml:1: "),
        ("x" * (MAX_CHARACTERS + 1), "8.0 million characters"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        documents(text, "x.yml")


def test_aliases_that_would_unfold_to_gigabytes_are_refused() -> None:
    lines = ["l0: &l0 [ha]"] + [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 20)]
    with pytest.raises(FormatError, match="its aliases would unfold"):
        documents("\n".join(lines), "x.yml")


@pytest.mark.parametrize("tag", ["!x", "!!python/object:os.system", "!<tag:example.com,2000:y>"])
def test_values_with_tags_of_their_own_mean_nothing(tag: str) -> None:
    (root,) = documents(f"a: {tag} b\nc: !!str 1\n", "x.yml")
    assert isinstance(root, Mapping)
    assert (text_of(root.get("a")), text_of(root.get("c"))) == (None, "1")


@pytest.mark.parametrize("text", ['a: "x"\t\n', 'a:\t"x"\n', 'a: "x"\n \t# comment\n', "a: x\n\t\n", 'a: [\n\t"x"]\n'])
def test_tabs_that_indent_nothing_are_blanks(text: str) -> None:
    (root,) = documents(text, "x.yml")
    assert isinstance(root, Mapping)
    assert texts_of(root.get("a")) == ["x"]
