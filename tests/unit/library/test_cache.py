import os
import stat
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phrasebook import language
from phrasebook.errors import PackError
from phrasebook.library import Library, reading
from phrasebook.library import cache as cache_module
from phrasebook.pack import read

PACK = """[pack]
title = "t"
[[phrase]]
id = "aaaaaaaaaaaaaaaaaaaa"
text = "good"
valid_from = 2026-01-01
[[phrase]]
text = 3
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "library/public").mkdir(parents=True)
    (tmp_path / "library/public/a.toml").write_text(PACK)
    return tmp_path / "library"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def parsings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every file that is parsed from now on."""
    parsed: list[Path] = []
    real = read.parse_pack

    def noting(data: bytes, path: Path, *place: object) -> object:
        parsed.append(path)
        return real(data, path, *place)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(read, "parse_pack", noting)
    return parsed


def stored(cache: Path) -> Path:
    (file,) = (path for path in cache.rglob("*") if path.is_file())
    return file


def test_a_warm_cache_gives_the_same_and_parses_nothing(library: Path, cache: Path, parsings: list[Path]) -> None:
    plain = Library.load(library)
    first = Library.load(library, cache)
    parsings.clear()
    second = Library.load(library, cache)
    assert parsings == []
    assert (first.packs, first.phrases, first.problems) == (plain.packs, plain.phrases, plain.problems)
    assert second == first
    assert second.fingerprint


def test_what_changed_is_parsed_again_and_the_old_entry_goes(library: Path, cache: Path, parsings: list[Path]) -> None:
    before = Library.load(library, cache)
    (library / "public/a.toml").write_text(PACK.replace("good", "best"))
    after = Library.load(library, cache)
    assert len(parsings) == 2
    assert after.phrases[0].text == "best"
    assert after.fingerprint != before.fingerprint
    stored(cache)


def test_the_same_bytes_elsewhere_are_another_entry(library: Path, cache: Path) -> None:
    Library.load(library, cache)
    (library / "personal").mkdir()
    (library / "public/a.toml").rename(library / "personal/a.toml")
    assert [p.scope.value for p in Library.load(library, cache).phrases] == ["personal"]


def test_only_the_user_may_read_it(library: Path, cache: Path) -> None:
    Library.load(library, cache)
    assert stat.S_IMODE(stored(cache).stat().st_mode) == 0o600
    assert stat.S_IMODE(stored(cache).parent.stat().st_mode) == 0o700


def test_problems_are_told_in_the_language_of_now(library: Path, cache: Path) -> None:
    english = Library.load(library, cache).problems
    language.use(language.Language.ZH)
    chinese = Library.load(library, cache).problems
    assert "must be" in english[0].message
    assert "应当" in chinese[0].message


def test_a_pack_without_problems_is_cached_for_every_language(library: Path, cache: Path, parsings: list[Path]) -> None:
    (library / "public/a.toml").write_text('[[phrase]]\ntext = "a"')
    Library.load(library, cache)
    language.use(language.Language.ZH)
    Library.load(library, cache)
    assert len(parsings) == 1


@pytest.mark.parametrize("damage", ["empty", "truncated", "other version", "foreign", "flipped", "folder", "pipe"])
def test_whatever_is_odd_is_rebuilt(library: Path, cache: Path, damage: str) -> None:
    fresh = Library.load(library, cache)
    file = stored(cache)
    data = file.read_bytes()
    file.unlink()
    match damage:
        case "empty":
            file.write_bytes(b"")
        case "truncated":
            file.write_bytes(data[:-3])
        case "other version":
            file.write_bytes(data.replace(b"cache 3", b"cache 2"))
        case "foreign":
            file.write_bytes(b"\x80\x04\x95pickle" * 100)
        case "flipped":
            file.write_bytes(data.replace(b"good", b"evil"))
        case "folder":
            file.mkdir()
        case "pipe":
            os.mkfifo(file)
    again = Library.load(library, cache)
    assert again.phrases == fresh.phrases
    assert again.problems == fresh.problems


def entry_of(file: Path) -> tuple[cache_module._Entry, bytes]:
    """What a cache file says of its pack, and the packed phrases after it."""
    body = file.read_bytes()[len(cache_module._VERSION) + 4 :]
    end = 4 + int.from_bytes(body[:4], "big")
    return cache_module._entry_decoder.decode(body[4:end]), body[end:]


def write_entry(file: Path, entry: cache_module._Entry, block: bytes) -> None:
    head = msgspec.msgpack.encode(entry)
    body = len(head).to_bytes(4, "big") + head + block
    file.write_bytes(cache_module._VERSION + cache_module.crc32(body).to_bytes(4, "big") + body)


LIES: dict[str, dict[str, object]] = {
    "place": {"place": ("personal", "", "a")},
    "another id": {"ids": "a" * 20 + "b" * 20},
    "half an id": {"ids": "a" * 10},
    "another line": {"codes": "fh\nth"},
    "row": {"conditional": (7,)},
    "category": {"category_of": (7,)},
    "another phrase": {"ends": (10, 20)},
    "no phrase": {"ends": ()},
    "too far": {"ends": (10_000,)},
    "backwards": {"ends": (-5,)},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_wellformed_entry_that_lies_is_refused(library: Path, cache: Path, parsings: list[Path], lie: str) -> None:
    """Somebody else's entry under our name must not bring phrases into a scope that isn't theirs."""
    fresh = Library.load(library, cache)
    entry, block = entry_of(stored(cache))
    write_entry(stored(cache), msgspec.structs.replace(entry, **LIES[lie]), block)
    assert Library.load(library, cache).phrases == fresh.phrases
    assert len(parsings) == 2


def spoil(library: Path, cache: Path) -> Library:
    """A library that was opened from a cache in which bytes that are no phrase stand where one should be."""
    Library.load(library, cache)
    entry, block = entry_of(stored(cache))
    write_entry(stored(cache), entry, b"\xc1" * len(block))
    return Library.load(library, cache)


def test_what_is_no_phrase_is_read_from_its_file(library: Path, cache: Path) -> None:
    opened = spoil(library, cache)
    assert opened.phrases[0].text == "good"
    assert list(cache.rglob("*.msgpack")) == []


def test_what_is_no_phrase_in_a_file_that_changed_is_not_guessed_at(library: Path, cache: Path) -> None:
    opened = spoil(library, cache)
    (library / "public/a.toml").write_text("")
    with pytest.raises(PackError, match="just changed"):
        opened.phrases[0]


def test_what_has_not_changed_is_not_read_again(library: Path, cache: Path) -> None:
    (library / "public/b.toml").write_text('[[phrase]]\ntext = "other"\n')
    first = Library.load(library, cache)
    (library / "public/b.toml").write_text('[[phrase]]\ntext = "another"\n')
    again = Library.load(library, cache, first)
    assert again.packs[0] is first.packs[0]
    assert [p.text for p in again.phrases] == ["good", "another"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=300))
def test_no_bytes_at_all_do_harm(library: Path, cache: Path, junk: bytes) -> None:
    Library.load(library, cache)
    head = cache_module._VERSION + cache_module.crc32(junk).to_bytes(4, "big")
    stored(cache).write_bytes(head + junk)
    assert [p.text for p in Library.load(library, cache).phrases] == ["good"]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(library: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert len(Library.load(library, tmp_path / "cache").phrases) == 1


def test_without_a_cache_there_is_no_fingerprint(library: Path) -> None:
    assert Library.load(library).fingerprint == ""


def test_a_file_that_has_not_changed_is_not_even_opened(
    library: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading.time, "time_ns", lambda: 10**18 * 4)  # long after the file was written
    first = Library.load(library, cache)
    opened: list[Path] = []
    monkeypatch.setattr(reading, "read_bytes", lambda path: opened.append(path) or path.read_bytes())
    again = Library.load(library, cache, first)
    assert opened == []
    assert again.packs[0] is first.packs[0]
    assert again.fingerprint == first.fingerprint
    (library / "public/a.toml").write_text(PACK.replace("good", "best"))  # as many bytes as before
    assert [p.text for p in Library.load(library, cache, again).phrases] == ["best"]


def test_a_file_that_was_read_right_after_a_change_is_read_again(library: Path, cache: Path) -> None:
    """A second change within the same tick of the clock would show in nothing but the content."""
    first = Library.load(library, cache)
    path = library / "public/a.toml"
    before = path.stat()
    with path.open("r+b") as file:
        file.write(PACK.replace("good", "best").encode())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [p.text for p in Library.load(library, cache, first).phrases] == ["best"]
