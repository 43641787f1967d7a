"""Reading and writing other programs' files in tests."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from phrasebook.formats.base import Exported, Files, Format, Item, Reading, ReadOptions
from phrasebook.formats.source import source_of
from phrasebook.model import Phrase, Scope

DATA = Path(__file__).parents[2] / "data" / "formats"


def read(one: Format, path: Path) -> Reading:
    return one.read(source_of(path), ReadOptions())


def read_bytes(one: Format, data: bytes | str, folder: Path, name: str) -> Reading:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(one, path)


def refused(reading: Reading) -> list[str]:
    return [remark.place for remark in reading.remarks if remark.refused]


def said(reading: Reading) -> list[str]:
    """The remarks, as people read them."""
    return [f"{remark.place}: {remark.message}" for remark in reading.remarks]


def by_code(reading: Reading) -> Mapping[str, Item]:
    return {item.code: item for item in reading.items}


def phrase(**fields: object) -> Exported:
    known = {"id": "0" * 20, "scope": Scope.PERSONAL, "pack": "p", "title": "标题", "text": "内容", **fields}
    return Exported(Phrase(**known))


def write(one: Format, phrases: Iterable[Exported], path: Path, title: str = "店铺") -> Path:
    """Write to `path`, a file or a folder."""
    save(one.write(list(phrases), title), path)
    return path


def save(files: Files, path: Path) -> None:
    for name, content in files.items():
        target = path if name == PurePosixPath() else path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
