"""Of every format of other programs: what no loss names comes back equal, and nothing crashes on what was torn."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phrasebook.formats.alfred import AlfredFormat
from phrasebook.formats.autokey import AutoKeyFormat
from phrasebook.formats.base import Exported, Format
from phrasebook.formats.beeftext import BeeftextFormat
from phrasebook.formats.espanso import EspansoFormat, EspansoPackageFormat
from phrasebook.formats.raycast import RaycastFormat
from phrasebook.formats.textexpander import TextExpanderFormat
from phrasebook.formats.wording import same_wording
from phrasebook.model import Phrase, Scope
from phrasebook.pack.fields import default_title
from tests.unit.formats.foreign import read, write

FORMATS: list[Format] = [
    EspansoFormat(),
    EspansoPackageFormat(),
    BeeftextFormat(),
    AlfredFormat(),
    RaycastFormat(),
    TextExpanderFormat(),
    AutoKeyFormat(),
]
LITERALS = st.text("ab中 \n{}[]<>%#$|\\:;'\"\\，。😀", max_size=8) | st.sampled_from(
    [
        "{{{{",
        "$|$",
        "\\{\\{x\\}\\}",
        "#{clipboard}",
        "%clipboard",
        "%Y",
        "{date}",
        "<cursor>",
        "<date format=%Y>",
        "[[x]]",
    ]
)
PLACEHOLDERS = st.sampled_from(
    [
        "{{date}}",
        "{{time}}",
        "{{date:%m月%d日}}",
        "{{date+3d}}",
        "{{time-2h:%H:%M:%S}}",
        "{{clipboard}}",
        "{{cursor}}",
        "{{ask:单号}}",
        "{{ask:天数=2}}",
        "{{ask:a:b=c, d}}",
        "{{ask:备注=}}",
        "{{choose:快递|顺丰|圆通}}",
        "{{phrase:c1}}",
        "{{agent}}",
        "{{broken",
    ]
)
WORDINGS = (
    st.lists(LITERALS | PLACEHOLDERS, min_size=1, max_size=5)
    .map(lambda parts: "".join(parts).rstrip("\n"))
    .filter(lambda text: bool(text.strip()))
)
WORDS = st.text("ab中/:.;_ -", min_size=1, max_size=6).map(str.strip).filter(bool)
CODES = st.sampled_from(["c1", "C1", "c2", "-x", "退货", ""])


@st.composite
def phrases(draw: st.DrawFn) -> list[Exported]:
    made = []
    for number in range(draw(st.integers(1, 4))):
        text = draw(WORDINGS)
        code = draw(CODES)
        triggers = st.sampled_from([f";{code}", f"<{code}>"]) if code else WORDS
        one = Phrase(
            id=f"{number:020x}",
            scope=Scope.PERSONAL,
            pack="p",
            category=tuple(draw(st.lists(WORDS, max_size=2))),
            title=draw(WORDS | st.just(default_title(text, ()))),
            text=text,
            code=code,
            keywords=tuple(draw(st.lists(WORDS | triggers, max_size=2))),
            variants=tuple(draw(st.lists(WORDINGS, max_size=2))),
            apps=tuple(draw(st.lists(WORDS, max_size=2))),
            note=draw(st.sampled_from(["", "给同事看的"])),
        )
        made.append(Exported(msgspec.structs.replace(one, title=f"{one.title}{number}")))
    return made


def equal(field: str, before: object, after: object) -> bool:
    if isinstance(before, str) and isinstance(after, str) and field == "text":
        return same_wording(before, after)
    if isinstance(before, tuple) and isinstance(after, tuple) and field == "variants":
        return len(before) == len(after) and all(map(same_wording, before, after))
    return before == after


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@given(made=phrases())
@settings(max_examples=40, deadline=None)
def test_what_no_loss_names_comes_back_equal(
    one: Format, made: list[Exported], tmp_path_factory: pytest.TempPathFactory
) -> None:
    losses = one.losses(made)
    path = write(one, made, tmp_path_factory.mktemp("out") / f"out{one.suffixes[0]}")
    items = {item.title or default_title(item.text, item.images): item for item in read(one, path).items}
    lost = {(loss.place, loss.field) for loss in losses}
    for exported in made:
        phrase = exported.phrase
        if (phrase.title, "title") in lost:
            continue
        item = items[phrase.title]
        for field in ("category", "text", "code", "keywords", "variants", "apps", "note"):
            before, after = getattr(phrase, field), getattr(item, field)
            assert equal(field, before, after) or (phrase.title, field) in lost, field
