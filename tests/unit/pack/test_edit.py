from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.errors import PackError
from phrasebook.model import Phrase, Scope
from phrasebook.pack import edit
from phrasebook.pack.edit import appended, edited, removed, replaced
from phrasebook.pack.file import UnreadablePackError
from phrasebook.pack.read import parse_pack
from tests.unit.pack import messy

PATH = Path("/library/personal/我的.toml")

FILE = '''# 售后组维护
format = 1

[pack]
title = "t"  # 标题

# 退货
[[phrase]]
id = "aaaaaaaaaaaaaaaaaaaa"
category = [ "售后" ,  "退换货" ]   # 两级
  title = 'x'
text = """
[[phrase]]
text = "假的"
"""   # 正文
keywords = [  # 客户怎么说
  "怎么退", # 常见
  "退哪里",
]
colour = "red"

[phrase.more]
a = 1

# 查件
[[phrase]]
text = "b"
# 完
'''


def read(source: str) -> tuple[Phrase, ...]:
    try:
        return parse_pack(source.encode(), PATH, Scope.PERSONAL).phrases
    except UnreadablePackError:  # only a broken phrase is left
        return ()


def bare(phrase: Phrase) -> Phrase:
    return msgspec.structs.replace(phrase, line=0, provisional=False)


def changed(phrase: Phrase, **fields: object) -> Phrase:
    return msgspec.structs.replace(phrase, **fields)


def new(**fields: object) -> Phrase:
    usual = {"id": "c" * 20, "scope": Scope.PERSONAL, "pack": PATH.stem, "title": "t", "text": "t"}
    return Phrase(**(usual | fields))  # type: ignore[arg-type]  # a test's shorthand


def with_id(source: str = FILE) -> str:
    """FILE with the id that its second phrase gets."""
    return source.replace('[[phrase]]\ntext = "b"', f'[[phrase]]\nid = "{read(source)[1].id}"\ntext = "b"')


def test_only_the_changed_key_is_written() -> None:
    first = read(FILE)[0]
    expected = with_id().replace("title = 'x'", r'title = "a \"b\""')
    assert replaced(FILE, first, changed(first, title='a "b"')) == expected
    expected = with_id().replace('"""\n[[phrase]]\ntext = "假的"\n"""   # 正文', '"新的"   # 正文')
    assert replaced(FILE, first, changed(first, text="新的")) == expected


def test_comments_inside_a_list_move_above_it() -> None:
    first = read(FILE)[0]
    result = replaced(FILE, first, changed(first, keywords=("甲",)))
    assert '# 客户怎么说\n# 常见\nkeywords = ["甲"]\ncolour = "red"' in result


def test_new_keys_stand_where_they_belong_and_empty_ones_go() -> None:
    first = read(FILE)[0]
    result = replaced(FILE, first, changed(first, code="th", category=(), send=True))
    assert "id = \"aaaaaaaaaaaaaaaaaaaa\"\n  title = 'x'\n" in result
    assert '"""   # 正文\ncode = "th"\nkeywords = [  # 客户' in result
    assert ']\nsend = true\ncolour = "red"' in result


def test_unknown_keys_can_change_too() -> None:
    first = read(FILE)[0]
    result = replaced(FILE, first, changed(first, extra="size = 2\n[more]\na = 2\n"))
    assert "colour" not in result
    assert read(result)[0].extra == "size = 2\n\n[more]\na = 2\n"
    assert "# 退货" in result
    assert "# 查件" in result


def test_removing_takes_the_block_and_its_tables_and_nothing_else() -> None:
    first, second = read(FILE)
    start, end = FILE.index("[[phrase]]\nid"), FILE.index("# 查件")
    assert removed(FILE, first) == with_id()[:start] + with_id()[end:]
    assert removed(FILE, second) == FILE[: FILE.index('[[phrase]]\ntext = "b"')] + "# 完\n"
    assert removed(removed(FILE, first), read(with_id())[1]) == FILE[:start] + "# 查件\n# 完\n"


def test_other_tables_between_phrases_stay() -> None:
    source = '[[phrase]]\ntext = "a"\n[tool]\nx = 1\n[phrase.more]\ny = 2\n[[phrase]]\ntext = "b"\n'
    first = read(source)[0]
    result = removed(source, first)
    assert result.startswith("[tool]\nx = 1\n[[phrase]]\nid")
    edited_ = replaced(source, first, changed(first, note="n", extra=""))
    assert "[tool]\nx = 1\n[[phrase]]" in edited_
    assert [p.note for p in read(edited_)] == ["n", ""]


def test_added_at_the_end() -> None:
    result = appended(FILE, [new(text="c", title="c"), new(id="d" * 20, text="d", title="d")])
    added = f'\n[[phrase]]\nid = "{"c" * 20}"\ntext = "c"\n\n[[phrase]]\nid = "{"d" * 20}"\ntext = "d"\n'
    assert result == with_id() + added
    assert appended("", [new(text="c", title="c")]) == f'format = 1\n\n[[phrase]]\nid = "{"c" * 20}"\ntext = "c"\n'
    assert appended('[[phrase]]\nid="' + "b" * 20 + '"\ntext="b"', [new()]).count("\n\n[[phrase]]") == 1


def test_an_id_is_used_once() -> None:
    with pytest.raises(PackError, match="in the file already"):
        appended(FILE, [new(id="a" * 20)])
    with pytest.raises(PackError, match="in the file already"):
        appended(FILE, [new(), new()])


def test_line_ends_and_mark_stay() -> None:
    source = "\ufeff" + FILE.replace("\n", "\r\n")
    first = read(source)[0]
    result = replaced(source, first, changed(first, text="一\n二", code="x"))
    assert result.startswith("\ufeff# 售后组维护\r\n")
    assert result.count("\n") == result.count("\r\n")
    assert read(result)[0].text == "一\n二"
    assert appended(source, [new(text="c\nd")]).count("\r\n") > source.count("\r\n")


def test_what_others_changed_meanwhile_is_kept() -> None:
    first = read(FILE)[0]
    by_hand = FILE.replace("title = 'x'", "title = 'by hand'")
    result = replaced(by_hand, first, changed(first, text="new"))
    assert (read(result)[0].title, read(result)[0].text) == ("by hand", "new")
    with pytest.raises(PackError, match="title of 'by hand' was just changed"):
        replaced(by_hand, first, changed(first, title="mine"))


def test_a_phrase_that_is_gone() -> None:
    first, second = read(FILE)
    with pytest.raises(PackError, match="isn't in the file any more"):
        replaced(removed(FILE, first), first, changed(first, text="new"))
    with pytest.raises(PackError, match="isn't in the file any more"):
        removed(FILE.replace('text = "b"', 'text = "by hand"'), second)


def test_of_two_with_one_id_the_one_that_says_so() -> None:
    source = "".join(f'[[phrase]]\nid = "{"a" * 20}"\ntext = "{text}"\n' for text in "xy")
    second = changed(read(source)[1], id="b" * 20, provisional=True)
    result = replaced(source, second, changed(second, note="n"))
    assert [(p.id, p.note) for p in read(result)] == [("a" * 20, ""), ("b" * 20, "n")]


def test_equal_phrases_without_ids_get_the_ids_they_were_read_with() -> None:
    source = '[[phrase]]\ntext = "a"\n' * 3
    ids = [phrase.id for phrase in read(source)]
    result = removed(source, read(source)[1])
    assert [phrase.id for phrase in read(result)] == [ids[0], ids[2]]
    assert not any(phrase.provisional for phrase in read(result))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "x" * 20_001}, "20000 is the limit"),
        ({"text": "", "images": ()}, "neither a text nor a picture"),
        ({"text": "a\x07"}, r"control character U\+0007"),
        ({"title": "x" * 201}, "200 is the limit"),
        ({"code": "a b"}, "can't be used"),
        ({"category": ("a", "b", "c")}, "two is the limit"),
        ({"images": ("../a.png",)}, "inside the pack's folder"),
        ({"variants": ("x",) * 51}, "50 is the limit"),
    ],
)
def test_limits_hold_before_anything_is_written(fields: dict[str, object], said: str) -> None:
    first = read(FILE)[0]
    with pytest.raises(PackError, match=said):
        replaced(FILE, first, changed(first, **fields))
    with pytest.raises(PackError, match=said):
        appended(FILE, [new(**fields)])


def test_a_file_that_would_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit, "MAX_FILE", len(with_id().encode()) + 40)
    with pytest.raises(PackError, match="32 MiB"):
        appended(FILE, [new()])
    assert removed(FILE, read(FILE)[0])


def test_files_that_cannot_be_edited() -> None:
    with pytest.raises(PackError, match="unknown format"):
        appended("format = 2\n", [new()])
    with pytest.raises(PackError, match="no list of phrases"):
        appended("phrase = 1\n", [new()])


def test_a_mistake_elsewhere_stays_as_it_is() -> None:
    source = FILE.replace('text = "b"', 'text = "b') + '[[phrase]]\ntext = "c"\n[[phrase]]\ntext = """open\n'
    first = read(source)[0]
    result = replaced(source, first, changed(first, title="new"))
    assert 'title = "t"  # 标题' in result
    assert '# 查件\n[[phrase]]\ntext = "b\n# 完\n' in result
    assert result.endswith('[[phrase]]\ntext = """open\n')
    assert [phrase.title for phrase in read(result)] == ["new", "c"]


def test_nothing_is_added_behind_a_text_left_open() -> None:
    source = '[[phrase]]\ntext = """open\n'
    result = appended(source, [new(text="c", title="c")])
    assert result.startswith(source)
    assert [phrase.text for phrase in read(result)] == ["c"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_phrases_in_one_list(newline: str) -> None:
    first_item, second_item = '{text = "a", odd = {x = 1}}', f'{{id = "{"b" * 20}", text = "b]}}"}}'
    source = f"phrase = [ # 全部\n  {first_item}, # 一\n  {second_item}\n]\n[z]\na=1\n".replace("\n", newline)
    first, second = read(source)
    result = edited(source, replace=[(first, changed(first, note="n"))], append=[new(text="c\nd", title="c")])
    assert [(p.id, p.note, p.text) for p in read(result)] == [
        (first.id, "n", "a"),
        ("b" * 20, "", "b]}"),
        ("c" * 20, "", "c\nd"),
    ]
    assert second_item + "," in result
    assert result.count("\n") == result.count(newline)
    for gone in ([first], [second], [first, second]):
        left = edited(source, remove=gone, append=[new()])
        assert [p.id for p in read(left)] == [p.id for p in (first, second) if p not in gone] + ["c" * 20]
        assert left.endswith(newline.join(["]", "[z]", "a=1", ""]))
    assert [p.id for p in read(appended("phrase = []", [new()]))] == ["c" * 20]
    assert [p.id for p in read(removed(source, second))] == [first.id]
    with pytest.raises(PackError, match="limit"):
        replaced(source, first, changed(first, title="x" * 201))


def test_quoted_headers() -> None:
    source = '[["phrase"]]\ntext = "a"\n[[ phrase ]]\ntext = """\n[[phrase]]\n"""\n'
    first = read(source)[0]
    result = replaced(source, first, changed(first, note="n"))
    assert [p.note for p in read(result)] == ["n", ""]
    assert result.startswith('[["phrase"]]\nid = ')


@given(messy.heads, messy.packs, st.sampled_from(["\n", "\r\n"]), st.data())
def test_every_other_byte_stays(head: str, pieces: list[messy.Piece], newline: str, data: st.DataObject) -> None:
    source = (head + "".join(piece.text for piece in pieces)).replace("\n", newline)
    phrases = read(source)
    readable = [index for index, piece in enumerate(pieces) if piece.readable]
    if not phrases or len(phrases) != len(readable):  # a mistake may hide what follows it: the reader decides
        return
    chosen = data.draw(st.integers(0, len(phrases) - 1))
    old = phrases[chosen]
    fields: dict[str, object] = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "title": messy.texts.map(lambda text: text.replace("\n", " ").strip()),
                "text": messy.long_texts,
                "keywords": st.lists(messy.texts, max_size=3).map(tuple),
                "note": st.just("") | messy.long_texts,
                "code": st.sampled_from(["", "ab"]),
                "send": st.booleans(),
                "extra": st.sampled_from(["", "colours = 1\n", '[more]\na = "[[phrase]]"\n']),
            },
        )
    )
    operation = data.draw(st.sampled_from(["replace", "remove", "append"]))
    if operation == "replace":
        result = replaced(source, old, changed(old, **fields))
    elif operation == "remove":
        result = removed(source, old)
    else:
        result = appended(source, [new(**fields)])
    expected = [_settled(piece, piece.readable, i, readable, phrases) for i, piece in enumerate(pieces)]
    place = readable[chosen]
    before = (head + "".join(expected[:place])).replace("\n", newline)
    behind = "".join(expected[place + 1 :]).replace("\n", newline)
    if operation == "append":
        assert result.startswith(before + (expected[place].replace("\n", newline)) + behind)
    else:
        assert result.startswith(before)
        assert result.endswith(behind)
    others = [bare(phrase) for phrase in phrases if operation == "append" or phrase is not old]
    kept = {phrase.id: bare(phrase) for phrase in read(result)}
    assert all(kept[phrase.id] == phrase for phrase in others)
    if operation == "replace":
        assert all(getattr(kept[old.id], key) == value for key, value in fields.items() if key in ("code", "send"))
        assert kept[old.id].text == str(fields.get("text", old.text)).rstrip("\n")


def _settled(
    piece: messy.Piece, readable: bool, index: int, all_readable: list[int], phrases: tuple[Phrase, ...]
) -> str:
    """The piece, with the id that it gets."""
    if not readable or piece.has_id:
        return piece.text
    indent = re.match(r"[ \t]*", piece.before_id)[0]  # type: ignore[index]  # it always matches
    return f'{piece.before_id}{indent}id = "{phrases[all_readable.index(index)].id}"\n{piece.after_id}'
