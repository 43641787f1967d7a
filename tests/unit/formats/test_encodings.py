import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.formats.encodings import NotTextError, decode

TEXT = "标题,内容\n问候,您好，欢迎光临~😀\n一,二\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_what_excel_and_editors_write_is_read(data: bytes) -> None:
    assert decode(data) == TEXT


@given(st.text(st.sampled_from("中文，。abc 😀\n一"), max_size=50))
def test_utf8_is_utf8(text: str) -> None:
    assert decode(text.encode()) == text


def test_a_torn_character_is_damage_and_never_read_as_gb18030() -> None:
    data = TEXT.encode() * 20
    with pytest.raises(NotTextError, match="damaged") as caught:
        decode(data[:40] + b"\xff" + data[40:])
    assert caught.value.line == 2
    with pytest.raises(NotTextError, match="cut off"):
        decode(data[:-1] + "好".encode()[:2])


@pytest.mark.parametrize(
    "data",
    [
        "標題,內容\n問候,歡迎光臨本店\n".encode("big5") * 5,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        bytes(range(32)) * 10,
        bytes(200),
        "Grüße, naïve façade".encode("latin-1") * 10,
        TEXT.encode("utf-16")[:-1],
    ],
)
def test_what_is_no_text_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)
