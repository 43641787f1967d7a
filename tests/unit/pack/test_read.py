from datetime import date
from pathlib import Path

import pytest

from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.file import UnreadablePackError
from phrasebook.pack.ids import ID
from phrasebook.pack.read import MAX_FILE, parse_pack, read_pack

PATH = Path("/library/public/售后.toml")


def parsed(source: str, path: Path = PATH) -> Pack:
    return parse_pack(source.encode(), path, Scope.PUBLIC)


def only(source: str) -> Phrase:
    pack = parsed(source)
    assert pack.problems == ()
    (phrase,) = pack.phrases
    return phrase


def problem(source: str) -> tuple[int, str, str]:
    """Line, key and message of the only problem of a pack without phrases."""
    pack = parsed(source)
    assert pack.phrases == ()
    (found,) = pack.problems
    assert found.path == PATH
    return found.line, found.key, found.message


def test_every_field() -> None:
    pack = parsed('''
format = 1

[pack]
title = "售后话术"
description = "退换货、查件、投诉"
maintainer = "客服部"

[[phrase]]
id = "a1f0c2d4e6b84f0c9b7d"
category = ["售后", "退换货"]
title = "退货地址"
text = """
亲，退货请寄：{{ask:仓库}}
别忘了纸条哦~
"""
code = "thdz"
keywords = ["怎么退货", "退到哪里"]
variants = ["一", "二\\n"]
send = true
valid_from = 2026-06-01
valid_until = 2026-06-20
apps = ["WeChat", "千牛"]
note = "只用于自营仓"
''')
    assert (pack.title, pack.description, pack.maintainer) == ("售后话术", "退换货、查件、投诉", "客服部")
    assert pack.phrases == (
        Phrase(
            id="a1f0c2d4e6b84f0c9b7d",
            scope=Scope.PUBLIC,
            pack="售后",
            category=("售后", "退换货"),
            title="退货地址",
            text="亲，退货请寄：{{ask:仓库}}\n别忘了纸条哦~",
            code="thdz",
            keywords=("怎么退货", "退到哪里"),
            variants=("一", "二"),
            send=True,
            valid_from=date(2026, 6, 1),
            valid_until=date(2026, 6, 20),
            apps=("WeChat", "千牛"),
            note="只用于自营仓",
            line=9,
        ),
    )


def test_what_is_left_out_has_a_default() -> None:
    pack = parsed('[[phrase]]\ntext = "\\n  第一行  \\n第二行"')
    assert pack.title == "售后"
    assert pack.phrases[0].title == "第一行"
    assert only('[[phrase]]\ntext = "' + "长" * 300 + '"').title == "长" * 200
    assert only('[[phrase]]\nimages = ["images/尺码表.png"]').title == "尺码表"


def test_unknown_keys_are_kept_as_toml() -> None:
    phrase = only('[[phrase]]\ntext = "a"\ncolour = "red"\n[phrase.more]\nx = [1, 2]\n')
    assert phrase.extra == 'colour = "red"\n\n[more]\nx = [\n    1,\n    2,\n]\n'


def test_bidi_and_joined_emoji_are_text() -> None:
    text = "‏שלום‏ 👩‍👩‍👧 ‮x‬"
    assert only(f'[[phrase]]\ntext = "{text}"').text == text


@pytest.mark.parametrize(
    ("line", "key", "says"),
    [
        ("text = 3", "text", "must be a text, not a number"),
        ("title = ['x']", "title", "not a list"),
        ("category = '售后'", "category", "must be a list of texts, not a text"),
        ("category = ['a', 'b', 'c']", "category", "3 levels"),
        ("keywords = ['a', 1]", "keywords", "a list with a number in it"),
        ("send = 'yes'", "send", "must be true or false, not a text"),
        ("valid_from = '2026-06-01'", "valid_from", "must be a date, not a text"),
        ("valid_from = 2026-06-01T10:00:00", "valid_from", "a date with a time"),
        ("valid_until = 10:00:00", "valid_until", "a time"),
        ("code = 'a b'", "code", "can't be used"),
        ("code = 'a/b'", "code", "can't be used"),
        ("id = 'A1F0C2D4E6B84F0C9B7D'", "id", "20 lower-case hex digits"),
        ("note = \"a\\u0000b\"", "note", "U+0000"),
        ("title = \"a\\u001bb\"", "title", "U+001B"),
        ("keywords = [\"a\\u0085b\"]", "keywords", "U+0085"),
        ("variants = [\"a\\rb\"]", "variants", "U+000D"),
        ("images = ['../a.png']", "images", "inside the pack's folder"),
        ("images = ['/etc/a.png']", "images", "inside the pack's folder"),
        ("images = ['C:a.png']", "images", "inside the pack's folder"),
        ("images = ['images\\a.png']", "images", "inside the pack's folder"),
    ],
)  # fmt: skip
def test_a_bad_key_is_named_with_its_line(line: str, key: str, says: str) -> None:
    head = "" if key == "text" else 'text = "x"\n'
    number, found, message = problem(f"# top\n[[phrase]]\n{head}# between\n{line}\n")
    assert (number, found) == (5 if head else 4, key)
    assert says in message


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (f"text = '{'x' * 20_001}'", "text"),
        (f"title = '{'x' * 201}'", "title"),
        (f"code = '{'x' * 33}'", "code"),
        (f"variants = {['x'] * 51}", "variants"),
        (f"variants = ['{'x' * 20_001}']", "variants"),
        (f"images = {['a.png'] * 21}", "images"),
    ],
)
def test_limits(line: str, key: str) -> None:
    assert problem("[[phrase]]\n" + ('text = "x"\n' if key != "text" else "") + line)[1] == key


@pytest.mark.parametrize(
    "line",
    [
        f"text = '{'x' * 20_000}'",
        f'text = """{"x" * 20_000}\n"""',
        f"text = 'x'\ntitle = '{'字' * 200}'",
        f"text = 'x'\ncode = '{'编' * 32}'",
        f"text = 'x'\nvariants = {['x'] * 50}",
        f"text = 'x'\nimages = {['a.png'] * 20}",
    ],
)
def test_just_within_the_limits(line: str) -> None:
    only(f"[[phrase]]\n{line}")


def test_a_phrase_needs_a_text_or_a_picture() -> None:
    assert problem('[[phrase]]\ntitle = "x"')[:2] == (1, "text")
    assert problem('[[phrase]]\ntext = " \\n "')[:2] == (2, "text")


def test_dates_the_wrong_way_round() -> None:
    assert problem("[[phrase]]\ntext = 'x'\nvalid_from = 2026-06-02\nvalid_until = 2026-06-01")[:2] == (
        4,
        "valid_until",
    )


def test_every_problem_of_a_phrase_is_told_and_the_others_load() -> None:
    pack = parsed(
        '[[phrase]]\ntext = "a"\n[[phrase]]\ntitle = "坏的"\nsend = 1\ncode = "!"\ntext = "b"\n[[phrase]]\ntext = "c"'
    )
    assert [phrase.text for phrase in pack.phrases] == ["a", "c"]
    assert [(found.line, found.key) for found in pack.problems] == [(5, "send"), (6, "code")]
    assert all("坏的" in found.message for found in pack.problems)


def test_a_bad_head_is_reported_and_the_phrases_load() -> None:
    pack = parsed('[pack]\ntitle = 3\n[[phrase]]\ntext = "a"')
    assert len(pack.phrases) == 1
    assert [(found.line, found.key) for found in pack.problems] == [(2, "pack.title")]
    assert pack.title == "售后"
    assert [found.key for found in parsed("pack = 1").problems] == ["pack"]


def test_provisional_ids_are_stable_and_distinct() -> None:
    source = '[[phrase]]\ntext = "a"\n' * 3 + '[[phrase]]\ntext = "b"\n'
    first, again = parsed(source), parsed("# more\n" + source)
    ids = [phrase.id for phrase in first.phrases]
    assert len(set(ids)) == 4
    assert all(ID.fullmatch(one) for one in ids)
    assert all(phrase.provisional for phrase in first.phrases)
    assert [phrase.id for phrase in again.phrases] == ids
    elsewhere = parse_pack(source.encode(), Path("/library/department/x/售后.toml"), Scope.DEPARTMENT, "x")
    assert not set(ids) & {phrase.id for phrase in elsewhere.phrases}


def test_a_provisional_id_avoids_one_that_is_written() -> None:
    taken = only('[[phrase]]\ntext = "a"').id
    pack = parsed(f'[[phrase]]\ntext = "a"\n[[phrase]]\ntext = "b"\nid = "{taken}"')
    assert pack.phrases[1].id == taken
    assert pack.phrases[0].id != taken


def test_thousands_of_equal_phrases_take_linear_time() -> None:
    pack = parsed('[[phrase]]\ntext = "a"\n' * 5_000)
    assert len({phrase.id for phrase in pack.phrases}) == 5_000


def unreadable(source: bytes, path: Path = PATH) -> tuple[int, str]:
    with pytest.raises(UnreadablePackError) as raised:
        parse_pack(source, path, Scope.PUBLIC)
    return raised.value.problem.line, raised.value.problem.message


def test_files_of_which_nothing_can_be_used() -> None:
    assert unreadable(b"# \xe6\nok = '\xff\xfe'") == (1, "isn't text in UTF-8")
    assert unreadable(b"\nformat = 2\n")[0] == 2
    assert unreadable(b"format = true")[0] == 1
    assert unreadable(b"# x\n[phrase]\ntext = 'a'\n") == (2, "phrase must be a list, not a table")
    assert unreadable("[[phrase]]\ntext = “a”".encode())[0] == 2


def test_a_file_from_windows_is_read() -> None:
    phrase = parsed("\ufeff[[phrase]]\r\ntext = '''\r\na\r\nb'''\r\n").phrases[0]
    assert (phrase.text, phrase.line) == ("a\nb", 1)


def test_an_empty_file_is_an_empty_pack() -> None:
    assert parsed("").phrases == ()


def test_the_size_is_looked_at_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    with path.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(UnreadablePackError, match="32 MiB"):
        read_pack(path, Scope.PUBLIC)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(UnreadablePackError, match="not a regular file"):
        read_pack(tmp_path / "pipe.toml", Scope.PUBLIC)


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "Lpt9.old", "aux ", ".hidden"])
def test_names_that_another_system_refuses(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.toml"
    path.write_text("")
    with pytest.raises(UnreadablePackError):
        read_pack(path, Scope.PUBLIC)


def test_an_unknown_value_that_could_not_be_written_back_is_refused() -> None:
    assert problem(f"[[phrase]]\ntext = 'a'\nbig = 0x{'f' * 5000}\n")[:2] == (3, "big")
