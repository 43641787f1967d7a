"""Files of other programs, cut and torn: they are read as far as they can be, or refused with words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phrasebook.formats.alfred import AlfredFormat
from phrasebook.formats.base import Format, FormatError
from phrasebook.formats.beeftext import BeeftextFormat
from phrasebook.formats.espanso import EspansoFormat
from phrasebook.formats.raycast import RaycastFormat
from phrasebook.formats.source import source_of
from phrasebook.formats.textexpander import TextExpanderFormat
from tests.unit.formats.foreign import DATA, read

SAMPLES: list[tuple[Format, str]] = [
    (EspansoFormat(), "espanso/match/base.yml"),
    (BeeftextFormat(), "beeftext/version10.json"),
    (BeeftextFormat(), "beeftext/combos.csv"),
    (AlfredFormat(), "alfred/店铺.alfredsnippets"),
    (RaycastFormat(), "raycast/snippets.json"),
    (TextExpanderFormat(), "textexpander/snippets.csv"),
    (TextExpanderFormat(), "textexpander/shop.textexpander"),
    (TextExpanderFormat(), "textexpander/settings.textexpander"),
]
PIECES = [
    b"",
    b"\x00",
    b"\xff",
    b"{{",
    b"}}",
    b"\\ud800",
    b"*a",
    b"&a ",
    b"!x ",
    b"\t",
    b": ",
    b'"',
    b"[",
    b"{",
    b"%",
    b"\n",
]


@st.composite
def torn(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with some cut out, and others put in."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data = data[:start] + draw(st.sampled_from(PIECES)) + data[end:]
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data


@pytest.mark.parametrize(("one", "name"), SAMPLES, ids=lambda value: str(getattr(value, "name", value)))
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_torn_file_is_read_or_refused(
    one: Format, name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("torn") / Path(name).name
    path.write_bytes(data.draw(torn((DATA / name).read_bytes())))
    try:
        one.detects(source_of(path))
        reading = read(one, path)
    except FormatError:
        return
    for item in reading.items:
        assert item.text.strip() or item.images
        for text in (item.place, item.title, item.text, item.code, item.note, *item.keywords, *item.category):
            text.encode()
    assert all(remark.message for remark in reading.remarks)
