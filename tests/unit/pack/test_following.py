from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from phrasebook.model import Pack, Scope
from phrasebook.pack.edit import edited
from phrasebook.pack.file import UnreadablePackError
from phrasebook.pack.following import following
from phrasebook.pack.read import parse_pack
from tests.unit.pack import messy

PATH = Path("/library/personal/我的.toml")


def parsed(data: bytes) -> Pack:
    return parse_pack(data, PATH, Scope.PERSONAL)


def pack(*texts: str, head: str = "format = 1\n") -> bytes:
    blocks = [f'[[phrase]]\nid = "{i:020x}"\ntext = """{text}"""\n' for i, text in enumerate(texts)]
    return (head + "".join(blocks)).encode()


def test_only_what_changed_is_read() -> None:
    old = pack(*"abcdef")
    before = parsed(old)
    for new in (pack(*"abcdef"), pack(*"abXdef"), pack("a", "b\nb", *"cdef"), pack(*"abc"), pack(*"abcdefg"), pack()):
        after = following(before, old, new)
        assert after == parsed(new)
    after = following(before, old, pack("a", "b\n", *"cdef"))
    assert after is not None
    assert after.phrases[0] is before.phrases[0]


def test_where_the_whole_file_must_be_read() -> None:
    old = pack(*"abc")
    for new in (
        pack(*"abc", head="format = 1\n[pack]\ntitle = 't'\n"),
        pack(*"ab") + b'[[phrase]]\ntext = "no id"\n',
        pack(*"ab") + b"[[phrase]]\ntext = 1\n",
        pack(*"ab") + b'[[phrase]]\nid = "aaaaaaaaaaaaaaaaaaaa"\ntext = "a"\n[other]\nx = 1\n',
        pack(*"ab", "\n[[phrase]]\n"),
    ):
        assert following(parsed(old), old, new) is None
        assert following(parsed(new), new, old) in (None, parsed(old))


@given(messy.heads, messy.packs, st.sampled_from(["\n", "\r\n"]), st.data())
def test_it_says_what_parsing_says(head: str, pieces: list[messy.Piece], newline: str, data: st.DataObject) -> None:
    source = (head + "".join(piece.text for piece in pieces)).replace("\n", newline)
    try:
        first = parsed(source.encode())
    except UnreadablePackError:
        assume(False)
    old = edited(source, replace=[(first.phrases[0], first.phrases[0])])  # which gives all an id
    before = parsed(old.encode())
    gone = data.draw(st.lists(st.sampled_from(before.phrases), max_size=2, unique_by=lambda phrase: phrase.id))
    new = edited(old, remove=gone)
    try:
        wanted = parsed(new.encode())
    except UnreadablePackError:
        wanted = None
    assert following(before, old.encode(), new.encode()) in (None, wanted)
    assert following(before, old.encode(), old.encode()) in (None, before)
