"""What a person sees who edits packs by hand on two machines."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from phrasebook.errors import LibraryError, UsageError
from phrasebook.sharing.errors import TrustError
from phrasebook.sharing.hosts.memory import MemoryHost
from phrasebook.sharing.pairing import new_key, sealed_bytes
from phrasebook.syncing.local import read_local, read_status
from tests.unit.syncing.machines import PNG, Machine, block, pair, settle


def test_packs_arrive_with_every_field_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.write(
        "常用",
        '[pack]\ntitle = "我的常用"\nmaintainer = "小王"\n',
        block(
            1,
            "退货请寄 {{ask:仓库}}",
            title='"退货地址"',
            category='["售后", "退换货"]',
            code='"thdz"',
            keywords='["退到哪里"]',
            variants='["寄到 {{ask:仓库}}"]',
            send="true",
            valid_until="2030-06-20",
            apps='["千牛"]',
            note='"自营仓"',
            colour='"red"',
            since="2026-01-01T08:00:00",
        ),
        block(2, "在的"),
    )
    assert desk.synced().sent == 2
    report = home.synced()
    assert set(report.received) == {"退货地址", "在的"}
    assert report.devices == ("公司", "家里")
    assert home.phrases() == desk.phrases()
    text = home.text("常用")
    assert 'title = "我的常用"' in text
    assert 'colour = "red"' in text
    assert "valid_until = 2030-06-20" in text
    for machine in (desk, home, desk):
        files = dict(machine.host.files)
        report = machine.synced()
        assert (report.sent, report.received, report.removed) == (0, (), ())
        assert machine.host.files == files, "a state that says the same isn't sent again"


def test_edits_deletions_and_moves_travel_both_ways(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一"), block(2, "二"), block(3, "三"))
    settle(desk, home)
    home.change("a", 'text = "一"', 'text = "一一"')
    desk.write("a", block(1, "一"), block(3, "三"))
    settle(desk, home)
    assert desk.texts() == home.texts() == ["一一", "三"]
    desk.write("a", block(1, "一一"))
    desk.write("b", block(3, "三", category='["售后"]'))
    settle(desk, home)
    assert home.phrases() == desk.phrases()
    assert home.phrases()[f"{3:020x}"][0] == "b"
    (home.personal / "a.toml").rename(home.personal / "c.toml")
    settle(home, desk)
    assert sorted(path.name for path in desk.personal.glob("*.toml")) == ["b.toml", "c.toml"], "the empty pack is gone"


def test_an_order_travels_and_comments_stay(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一"), block(2, "二"), block(3, "三"))
    settle(desk, home)
    home.change("a", 'text = "二"\n', 'text = "二"\n# 常用\n')
    desk.write("a", block(3, "三"), block(1, "一"), block(4, "四"), block(2, "二"))
    settle(desk, home)
    assert home.texts() == desk.texts() == ["三", "一", "四", "二"]
    assert "# 常用" in home.text("a")
    settle(home, desk)
    assert home.texts() == desk.texts() == ["三", "一", "四", "二"]


def test_both_edited_keeps_both_and_each_can_be_dealt_with(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.write("a", block(1, "三天", title='"退款"', code='"tk"'), block(2, "在的"))
    settle(desk, home)
    home.now += 1000
    desk.change("a", "三天", "两天")
    home.change("a", "三天", "一天")
    desk.synced()
    assert home.synced().copies == ("退款（来自 公司）",)
    settle(desk, home)
    assert desk.phrases() == home.phrases()
    assert [entry[1:] for entry in home.phrases().values()] == [
        ("退款", "一天"),
        ("退款（来自 公司）", "两天"),
        ("在的", "在的"),
    ]
    assert home.text("a").count('code = "tk"') == 1
    assert read_status(home.sync.folder).copies == 1
    desk.change("a", 'title = "退款（来自 公司）"', 'title = "退款到账"')
    settle(desk, home)
    assert read_status(home.sync.folder).copies == 0
    assert [entry[1] for entry in home.phrases().values()] == ["退款", "退款到账", "在的"]


def test_an_edit_beats_a_deletion_and_the_same_text_is_one(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一"), block(2, "二"))
    settle(desk, home)
    home.now += 1000
    home.write("a", block(2, "二二"))
    desk.change("a", 'text = "一"', 'text = "一一"')
    desk.change("a", 'text = "二"', 'text = "二二"')
    settle(desk, home)
    assert sorted(home.texts()) == sorted(desk.texts()) == ["一一", "二二"]
    desk.write("b", block(2, "二二"))
    desk.write("a", block(1, "一一"))
    home.write("a", block(1, "一一"))
    settle(desk, home)
    assert sorted(home.texts()) == sorted(desk.texts()) == ["一一", "二二"], "a move is an edit"


def test_a_second_machine_with_phrases_of_its_own(tmp_path: Path) -> None:
    host, key = MemoryHost(), new_key()
    desk, home = Machine(tmp_path / "desk", "desk", host), Machine(tmp_path / "home", "home", host)
    desk.write("a", block(1, "same"), block(2, "of desk", title='"t"'))
    home.write("a", block(1, "same"), block(2, "of home", title='"t"'), block(3, "only home"))
    desk.join(key, first=True)
    desk.synced()
    home.join(key)
    settle(home, desk)
    assert sorted(desk.texts()) == sorted(home.texts()) == ["of desk", "of home", "only home", "same"]


def test_phrases_without_ids_get_them_also_blocks_copied_by_hand(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一"), '[[phrase]]\ntext = "没有 id"\n', block(1, "复制后改过"))
    settle(desk, home)
    assert sorted(home.texts()) == ["一", "复制后改过", "没有 id"]
    assert desk.phrases() == home.phrases()
    desk.change("a", "复制后改过", "再改")
    settle(desk, home)
    assert sorted(home.texts()) == ["一", "再改", "没有 id"]
    (desk.personal / "a.toml").write_text(desk.text("a") + "\n" + block(1, "一"), "utf-8")
    assert len(desk.synced().kept_back) == 1, "an exact copy adds nothing"
    settle(desk, home)
    assert sorted(home.texts()) == ["一", "再改", "没有 id"]


@pytest.mark.parametrize(
    "broken",
    [
        ('text = "二"', 'text = "二'),
        ('text = "二"', "text = 2"),
        (f'id = "{2:020x}"', 'id = "x"'),
        ("[[phrase]]", "[[phrase"),
        ("format = 1", "format = 9"),
        ('text = "二"', 'text = "二"\nimages = ["images/none.png"]'),
    ],
    ids=["quote", "type", "id", "header", "format", "picture"],
)
def test_a_mistake_in_a_file_deletes_nothing(tmp_path: Path, broken: tuple[str, str]) -> None:
    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一"), block(2, "二"), block(3, "三"))
    settle(desk, home)
    good = desk.text("a")
    desk.change("a", *broken)
    bad = desk.text("a")
    home.change("a", 'text = "二"', 'text = "家里改了二"')
    settle(desk, home)
    assert sorted(home.texts()) == sorted(["一", "家里改了二", "三"])
    assert desk.text("a").count("[[phrase") == bad.count("[[phrase"), "nothing was written a second time"
    assert read_status(desk.sync.folder).waiting
    if desk.text("a") == bad:
        (desk.personal / "a.toml").write_text(good, "utf-8")
    else:
        desk.change("a", broken[1], broken[0])
    settle(desk, home)
    assert sorted(desk.texts()) == sorted(home.texts()) == sorted(["一", "家里改了二", "三"])


def test_what_was_never_seen_is_not_replaced_by_the_next_edit(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一"), block(2, "二"))
    settle(desk, home)
    desk.change("a", 'text = "二"', "text = 2")
    home.change("a", 'text = "二"', 'text = "家里的"')
    settle(desk, home)
    desk.change("a", "text = 2", 'text = "公司的"')
    settle(desk, home)
    assert sorted(desk.texts()) == sorted(home.texts()) == sorted(["一", "家里的", "公司的"])


def test_a_library_that_is_gone_does_not_empty_the_others(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    path = desk.write("a", block(1, "一"))
    settle(desk, home)
    path.unlink()
    with pytest.raises(LibraryError, match="all 1 personal phrases are gone") as caught:
        desk.synced()
    assert "--all-gone" in caught.value.hint
    home.synced()
    assert home.texts() == ["一"]
    assert read_status(desk.sync.folder).trouble
    desk.sync.now(all_gone=True)
    home.synced()
    assert home.texts() == []


def test_pictures_travel_once_and_a_name_in_use_is_left_alone(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    home.picture("images/a.png", PNG + b"home's own")
    desk.picture("images/a.png")
    desk.write("a", block(1, "一", images='["images/a.png"]'), block(2, "二", images='["images/a.png"]'))
    settle(desk, home)
    assert 'images = ["images/a-2.png"]' in home.text("a")
    assert (home.personal / "images/a-2.png").read_bytes() == PNG
    assert (home.personal / "images/a.png").read_bytes() == PNG + b"home's own"
    assert sum("/pictures/" in name for name in desk.host.files) == 1
    assert all(PNG not in data for data in desk.host.files.values())
    desk.write("a", block(1, "一", images='["images/a.png"]'))
    settle(desk, home)
    desk.picture("images/a.png", PNG + b"new")
    settle(desk, home)
    assert (home.personal / "images/a-2.png").read_bytes() == PNG + b"new"
    assert (home.personal / "images/a.png").read_bytes() == PNG + b"home's own"
    assert 'images = ["images/a.png"]' in desk.text("a"), "a name that differs isn't sent back"


def test_a_phrase_waits_for_its_picture(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.picture("images/a.png")
    desk.write("a", block(1, "一", images='["images/a.png"]'), block(2, "二"))
    desk.synced()
    (name,) = (name for name in desk.host.files if "/pictures/" in name)
    data = desk.host.files.pop(name)
    desk.host.files[name] = sealed_bytes(b"junk", "x", new_key())
    assert home.synced().waiting
    assert home.texts() == ["二"]
    del desk.host.files[name]
    desk.synced()
    assert name in desk.host.files, "a lost picture is sent again"
    settle(desk, home)
    assert sorted(home.texts()) == ["一", "二"]
    assert len(desk.host.files[name]) == len(data)


def test_a_file_saved_meanwhile_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from phrasebook.syncing import run

    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一"), block(2, "二"))
    settle(desk, home)
    home.change("a", 'text = "一"', 'text = "一一"')
    home.synced()
    drafted, saved = run.drafted, []

    def saved_meanwhile(*arguments: object) -> object:
        draft = drafted(*arguments)  # type: ignore[arg-type]
        if not saved:
            saved.append(True)
            desk.change("a", 'text = "二"', 'text = "二二"')
        return draft

    monkeypatch.setattr(run, "drafted", saved_meanwhile)
    desk.synced()
    home.synced()
    assert desk.texts() == home.texts() == ["一一", "二二"]


def test_a_crash_before_it_was_noted_makes_no_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from phrasebook.syncing import run

    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一", title='"t"'), block(2, "二"))
    settle(desk, home)
    home.now += 1000
    home.change("a", 'text = "一"', 'text = "一一"')
    desk.change("a", 'text = "一"', 'text = "一二"')
    desk.synced()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "write_local", killed)
        with pytest.raises(KeyboardInterrupt):
            home.synced()
    assert home.synced().sent == 1, "its own edit, and nothing that came from elsewhere"
    settle(desk, home)
    assert sorted(desk.texts()) == sorted(home.texts()) == ["一一", "一二", "二"]


def test_a_disk_put_back_from_a_backup_numbers_nothing_twice(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一", title='"t"'))
    settle(desk, home)
    state, pack = (desk.sync.folder / "state.json").read_bytes(), desk.text("a")
    desk.change("a", 'text = "一"', 'text = "later"')
    settle(desk, home)
    (desk.sync.folder / "state.json").write_bytes(state)
    (desk.personal / "a.toml").write_text(pack.replace('text = "一"', 'text = "after the backup"'), "utf-8")
    settle(desk, home)
    assert sorted(desk.texts()) == sorted(home.texts()) == ["after the backup", "later"]
    assert read_local(desk.sync.folder).device in {name.split("/")[2][:-8] for name in desk.host.files}


def test_undo_is_an_edit(tmp_path: Path) -> None:
    from phrasebook.library.changes import Changes

    desk, home = pair(tmp_path)
    desk.write("a", block(1, "一"))
    settle(desk, home)
    home.change("a", "一", "一一")
    settle(home, desk)
    assert desk.texts() == ["一一"]
    Changes(desk.library, desk.sync.data).undo()
    settle(desk, home)
    assert home.texts() == desk.texts() == ["一"]


def test_junk_on_the_host_stops_nothing(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    person = read_local(desk.sync.folder).person
    desk.host.files |= {f"personal/{person}/{name}": b"junk" for name in ("zz-1.json.gz", "X", "new-12", "_.json.gz")}
    desk.write("a", block(1, "一"))
    settle(desk, home)
    assert home.texts() == ["一"]
    desk.host.files[f"personal/{person}/zz-1.json.gz"] = b"other junk"
    assert home.synced().damaged == ("zz-1",)


def test_turning_on_is_refused_where_it_cannot_work(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    with pytest.raises(UsageError, match="on already"):
        desk.join(new_key(), first=True)
    third = Machine(tmp_path / "third", "公司", desk.host)
    assert third.sync.turn_on("memory:", read_local(desk.sync.folder).key, "公司", joining=True).name == "公司 2"
    third.sync.turn_off()
    with pytest.raises(UsageError, match="no machine with this pairing code"):
        third.join(new_key())
    assert not (third.sync.folder / "state.json").exists()
    key = read_local(desk.sync.folder).key
    person = read_local(desk.sync.folder).person
    for name in [name for name in desk.host.files if person in name]:
        desk.host.files[name] = b"junk"
    with pytest.raises(TrustError):
        third.join(key)
    home.sync.turn_off()
    with pytest.raises(UsageError, match="off"):
        home.synced()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    desk, home = pair(tmp_path)
    desk.write("a", '[[phrase]]\ntext = "一"\n')
    desk.synced()
    home.write("b", '[[phrase]]\ntext = "二"\n')
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    files = dict(home.host.files)
    report = home.sync.now(dry_run=True)
    assert (report.sent, report.received) == (1, ("一",))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert home.host.files == files


def test_times_are_plain(tmp_path: Path) -> None:
    desk, _home = pair(tmp_path)
    desk.synced()
    assert datetime.datetime.fromtimestamp(read_status(desk.sync.folder).synced, datetime.UTC).year == 2027
