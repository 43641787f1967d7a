from pathlib import Path

import pytest

from phrasebook.indexing import indexed
from phrasebook.library import Library
from phrasebook.search import Index


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "library/public").mkdir(parents=True)
    (tmp_path / "library/public/a.toml").write_text('[[phrase]]\ntext = "发货时间"\n[[phrase]]\ntext = "退货地址"\n')
    return tmp_path / "library"


@pytest.fixture
def buildings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the indexes that are built from now on."""
    built: list[int] = []
    real = Index.__init__

    def noting(self: Index, phrases: tuple[object, ...]) -> None:
        built.append(len(phrases))
        real(self, phrases)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(Index, "__init__", noting)
    return built


def texts(index: Index) -> list[str]:
    return [match.phrase.text for match in index.best("退货")]


def test_an_index_is_built_once_for_the_same_packs(library: Path, tmp_path: Path, buildings: list[int]) -> None:
    cache = tmp_path / "cache"
    for _ in range(3):
        assert texts(indexed(Library.load(library, cache), cache)) == ["退货地址"]
    assert buildings == [2]


def test_a_change_is_never_missed(library: Path, tmp_path: Path, buildings: list[int]) -> None:
    cache = tmp_path / "cache"
    indexed(Library.load(library, cache), cache)
    path = library / "public/a.toml"
    path.write_text(path.read_text().replace("退货地址", "退货怎办"))
    assert texts(indexed(Library.load(library, cache), cache)) == ["退货怎办"]
    assert buildings == [2, 2]


def test_damage_is_rebuilt(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    indexed(Library.load(library, cache), cache)
    (file,) = (cache / "index").iterdir()
    for data in (b"", file.read_bytes()[:-9], b"\0" * 100):
        file.write_bytes(data)
        assert texts(indexed(Library.load(library, cache), cache)) == ["退货地址"]


def test_few_are_kept(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number in range(8):
        (library / "public/b.toml").write_text(f'[[phrase]]\ntext = "{number}"\n')
        indexed(Library.load(library, cache), cache)
    assert len(list((cache / "index").iterdir())) <= 4


def test_without_a_cache_it_is_built(library: Path, buildings: list[int]) -> None:
    indexed(Library.load(library))
    assert buildings == [2]
