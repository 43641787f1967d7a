import json
import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.errors import PackError
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.fields import KNOWN
from phrasebook.pack.read import parse_pack, read_pack
from phrasebook.pack.write import pack_text, write_pack

PATH = Path("/library/personal/我的.toml")


def pack_of(*phrases: Phrase, title: str = "我的", path: Path = PATH) -> Pack:
    return Pack(path, Scope.PERSONAL, "", path.stem, title, phrases=phrases)


def phrase(**fields: object) -> Phrase:
    usual: dict[str, object] = {"id": "0" * 20, "scope": Scope.PERSONAL, "pack": PATH.stem, "title": "t", "text": "x"}
    return Phrase(**(usual | fields))  # type: ignore[arg-type]  # a test's shorthand


def test_it_looks_as_a_person_would_write_it() -> None:
    written = phrase(
        id="a1f0c2d4e6b84f0c9b7d",
        category=("售后", "退换货"),
        title="退货地址",
        text="亲，退货请寄：{{ask:仓库}}\n别忘了纸条哦~",
        code="thdz",
        keywords=("怎么退货", "退到哪里"),
        send=True,
        valid_from=date(2026, 6, 1),
        extra='colour = "red"\n',
    )
    assert (
        pack_text(pack_of(written, title="售后话术"))
        == '''format = 1

[pack]
title = "售后话术"

[[phrase]]
id = "a1f0c2d4e6b84f0c9b7d"
category = ["售后", "退换货"]
title = "退货地址"
text = """
亲，退货请寄：{{ask:仓库}}
别忘了纸条哦~"""
code = "thdz"
keywords = ["怎么退货", "退到哪里"]
send = true
valid_from = 2026-06-01
colour = "red"
'''
    )


def test_comments_at_the_top_and_unknown_keys_are_kept() -> None:
    old = '# 售后组维护\n# 每周一更新\n\nformat = 1\nowner = "lead"\n[pack]\ntitle = "x"\nicon = "y"\n[tool.z]\na = 1\n'
    text = pack_text(pack_of(phrase(), title="new"), old)
    assert text.startswith("# 售后组维护\n# 每周一更新\nformat = 1\n")
    values = tomllib.loads(text)
    assert values["owner"] == "lead"
    assert values["pack"] == {"title": "new", "icon": "y"}
    assert values["tool"] == {"z": {"a": 1}}
    assert pack_text(pack_of(phrase(), title="new"), text) == text, "writing again changes nothing"


# What a phrase may hold: no control characters, no surrogates, nothing that reading would trim.
_characters = st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\t\"'\\#[]{}=")
_texts = st.text(_characters, max_size=60)
_filled = _texts.filter(lambda text: text.strip() != "")
_lists = st.lists(_filled, max_size=4).map(tuple)
_toml = st.recursive(
    _texts | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.dates() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=6,
)
_phrases = st.builds(
    Phrase,
    id=st.text("0123456789abcdef", min_size=20, max_size=20),
    scope=st.just(Scope.PERSONAL),
    pack=st.just(PATH.stem),
    category=st.lists(_filled, max_size=2).map(tuple),
    title=_filled.map(str.strip),
    text=_filled.map(lambda text: text.rstrip("\n")),
    code=st.text("abcXYZ019-_编码", max_size=32),
    keywords=_lists,
    variants=st.lists(_filled.map(lambda text: text.rstrip("\n")), max_size=4).map(tuple),
    images=st.lists(st.sampled_from(["images/a.png", "图 片/b.png", "a'b.gif"]), max_size=3).map(tuple),
    send=st.booleans(),
    valid_from=st.none() | st.dates(max_value=date(2025, 1, 1)),
    valid_until=st.none() | st.dates(min_value=date(2025, 1, 1)),
    apps=_lists,
    note=_texts,
    extra=st.dictionaries(_texts.filter(lambda key: key not in KNOWN), _toml, max_size=3).map(tomli_w.dumps),
)


def without_line(phrase: Phrase) -> Phrase:
    extra = json.dumps(tomllib.loads(phrase.extra), sort_keys=True, default=repr)  # TOML's tables have no order
    return msgspec.structs.replace(phrase, line=0, provisional=False, extra=extra)


@given(st.lists(_phrases, max_size=4, unique_by=lambda phrase: phrase.id), _texts, _texts)
def test_what_is_written_is_read_back(phrases: list[Phrase], title: str, description: str) -> None:
    pack = replace(pack_of(*phrases, title=title.strip() or PATH.stem), description=description.strip())
    text = pack_text(pack)
    again = parse_pack(text.encode(), PATH, Scope.PERSONAL)
    assert again.problems == ()
    assert [without_line(found) for found in again.phrases] == [without_line(given) for given in phrases]
    assert (again.title, again.description) == (pack.title, pack.description)
    assert [text.split("\n")[found.line - 1] for found in again.phrases] == ["[[phrase]]"] * len(phrases)
    assert pack_text(again, text) == text, "writing again changes nothing"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "personal" / "我的.toml"


def test_provisional_ids_become_real(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('# mine\n[[phrase]]\ntext = "a"\n')
    before = read_pack(path, Scope.PERSONAL)
    write_pack(before)
    after = read_pack(path, Scope.PERSONAL)
    assert before.phrases[0].provisional
    assert not after.phrases[0].provisional
    assert after.phrases[0].id == before.phrases[0].id
    assert path.read_text().startswith("# mine\n")


def test_a_new_pack_makes_its_folder(path: Path) -> None:
    write_pack(pack_of(phrase(), path=path))
    assert [found.text for found in read_pack(path, Scope.PERSONAL).phrases] == ["x"]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "bad",
    [
        phrase(text="x" * 20_001),
        phrase(text=""),
        phrase(title="a\x00"),
        phrase(code="a b"),
        phrase(images=("none.png",)),
    ],
)
def test_what_breaks_a_rule_is_refused_and_nothing_changes(path: Path, bad: Phrase) -> None:
    write_pack(pack_of(phrase(), path=path))
    before = path.read_bytes()
    with pytest.raises(PackError, match=re.escape(str(path))):
        write_pack(pack_of(bad, path=path))
    assert path.read_bytes() == before


def test_a_file_with_a_broken_phrase_is_not_written_over(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[[phrase]]\ntext = "a"\n[[phrase]]\ntext = “b”\n')
    with pytest.raises(PackError, match="would be lost"):
        write_pack(read_pack(path, Scope.PERSONAL))
    assert "“b”" in path.read_text()


def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="device name"):
        write_pack(pack_of(phrase(), path=tmp_path / "nul.toml"))
