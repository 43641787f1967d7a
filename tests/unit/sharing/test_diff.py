from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from phrasebook.model import Pack, Scope
from phrasebook.pack.read import parse_pack
from phrasebook.sharing.diff import Kind, Op, pack_change, word_diff


def pack(text: str) -> Pack:
    return parse_pack(text.encode(), Path("p.toml"), Scope.PUBLIC)


@given(st.text("ab 退款三天", max_size=20), st.text("ab 退款三天", max_size=20))
def test_both_texts_can_be_read_from_their_diff(old: str, new: str) -> None:
    words = word_diff(old, new)
    assert "".join(text for op, text in words if op is not Op.ADDED) == old
    assert "".join(text for op, text in words if op is not Op.REMOVED) == new


def test_latin_words_change_whole_and_chinese_by_character() -> None:
    assert word_diff("用 EMS 发", "用 SF 发") == (
        (Op.SAME, "用 "),
        (Op.REMOVED, "EMS"),
        (Op.ADDED, "SF"),
        (Op.SAME, " 发"),
    )
    assert word_diff("三天内", "两天内")[0] == (Op.REMOVED, "三")


def test_a_very_long_text_is_replaced_whole() -> None:
    assert [op for op, _ in word_diff("退" * 5000, "款" * 5000)] == [Op.REMOVED, Op.ADDED]


def test_phrases_are_known_by_id_even_when_all_else_changes() -> None:
    one = pack('[[phrase]]\nid = "aaaaaaaaaaaaaaaaaaaa"\ntitle = "旧"\ntext = "旧"\n')
    other = pack('[[phrase]]\nid = "aaaaaaaaaaaaaaaaaaaa"\ntitle = "新"\ntext = "新"\nsend = true\n')
    change = pack_change(one, other)
    assert change is not None
    assert [(phrase.kind, [name for name, _ in phrase.fields]) for phrase in change.phrases] == [
        (Kind.CHANGED, ["title", "text", "send"])
    ]


def test_phrases_without_an_id_are_known_by_their_title() -> None:
    change = pack_change(pack('[[phrase]]\ntitle = "a"\ntext = "旧"\n'), pack('[[phrase]]\ntitle = "a"\ntext = "新"\n'))
    assert change is not None
    assert [phrase.kind for phrase in change.phrases] == [Kind.CHANGED]


def test_order_and_comments_are_no_change() -> None:
    a, b = '[[phrase]]\ntitle = "a"\ntext = "x"\n', '[[phrase]]\ntitle = "b"\ntext = "y"\n'
    assert pack_change(pack(a + b), pack(f"# note\n{b}{a}")) is None


def test_a_new_pack_and_a_removed_one() -> None:
    one = pack('[[phrase]]\ntext = "x"\n')
    added, removed = pack_change(None, one), pack_change(one, None)
    assert added is not None
    assert removed is not None
    assert (added.kind, added.count(Kind.ADDED)) == (Kind.ADDED, 1)
    assert (removed.kind, removed.count(Kind.REMOVED)) == (Kind.REMOVED, 1)
    assert pack_change(None, None) is None
