"""keys, publish, subscribe and the like, as people and scripts call them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

PASSPHRASE = "correct horse battery"
PACK = '[[phrase]]\nid = "{0:020x}"\ntitle = "{1}"\ntext = "{2}"\ncategory = ["售后"]\n'


class Person:
    """Somebody at a machine of their own."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home = home
        self._patch = patch

    def run(self, *words: object) -> Result:
        from phrasebook.cli.app import app

        self._patch.setenv("PHRASEBOOK_HOME", str(self.home))
        return CliRunner().invoke(app, [str(word) for word in words])

    def done(self, *words: object) -> Any:
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    def pack(self, place: str, name: str, number: int, title: str, text: str) -> Path:
        path = self.home / "library" / place / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PACK.format(number, title, text), "utf-8")
        return path


class Office:
    """A founder, a lead of 售后组, an agent, and a shared folder."""

    def __init__(self, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
        self.share = tmp_path / "共享 文件夹"
        self.share.mkdir()
        self.boss, self.li, self.agent = (Person(tmp_path / name, patch) for name in ("boss", "li", "agent"))
        self.boss.done("keys", "new", "boss")
        self.join = self.boss.done("publish", "init", self.share)["join"]
        line = self.li.done("keys", "new", "li")["line"]
        self.boss.done("publish", "add-lead", "小李", "--department", "售后组", "--key", line)
        self.li.done("publish", "join", self.join)
        self.boss.pack("public", "问候", 1, "您好", "在的，您请说")
        self.boss.done("publish", "问候", "--yes")
        self.li.pack("department/售后组", "常用", 2, "退款", "退款三天到账")
        self.li.done("publish", "常用", "--yes", "--message", "第一版")


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("PHRASEBOOK_PASSPHRASE", PASSPHRASE)
    return monkeypatch


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Path]]:
    """An office, and a copy of it as it was at first: making one takes many passphrases, slow to check."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHRASEBOOK_PASSPHRASE", PASSPHRASE)
        root = tmp_path_factory.mktemp("office")
        made = Office(root, patch)
        copy = tmp_path_factory.mktemp("copy") / "office"
        shutil.copytree(root, copy, symlinks=True)
        yield made, copy


@pytest.fixture
def office(opened: tuple[Office, Path], people: pytest.MonkeyPatch) -> Office:
    made, copy = opened
    root = made.share.parent
    shutil.rmtree(root)
    shutil.copytree(copy, root, symlinks=True)
    return made


def test_init_prints_what_the_contract_says(tmp_path: Path, people: pytest.MonkeyPatch) -> None:
    boss = Person(tmp_path / "boss", people)
    boss.done("keys", "new", "boss")
    share = tmp_path / "share"
    share.mkdir()
    data = boss.done("publish", "init", share)
    assert set(data) == {"url", "join", "fingerprint"}
    assert data["join"] == f"file://{share}#1:{data['fingerprint']}"
    again = boss.run("publish", "init", share)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "holds a company" in again.stderr


def test_agents_may_read_elsewhere(tmp_path: Path, people: pytest.MonkeyPatch) -> None:
    boss = Person(tmp_path / "boss", people)
    boss.done("keys", "new", "boss")
    (tmp_path / "share").mkdir()
    data = boss.done("publish", "init", tmp_path / "share", "--read-url", "https://cdn.example.com/phrases")
    assert data["join"].startswith("https://cdn.example.com/phrases#1:")
    assert boss.done("publish", "status")["url"] == f"file://{tmp_path}/share"


def test_the_whole_way(office: Office) -> None:
    seen = office.agent.done("subscribe", office.join, "--department", "售后组", "--dry-run")
    assert seen["dry_run"]
    assert office.agent.done("subscriptions") == []
    got = office.agent.done("subscribe", office.join, "--department", "售后组")
    assert {news["pack"] for news in got["news"]} == {"问候", "常用"}
    (standing,) = office.agent.done("subscriptions")
    assert standing["name"] == "共享 文件夹"
    assert standing["packs"] == ["department/售后组/常用", "public/问候"]
    assert standing["confirmed"]
    assert "退款三天到账" in (Path(standing["folder"]) / "department/售后组/常用.toml").read_text("utf-8")
    office.li.pack("department/售后组", "常用", 2, "退款", "退款两天到账")
    dry = office.li.done("publish", "常用", "--dry-run")
    assert dry["version"] is None
    assert dry["changes"][0]["phrases"][0]["fields"]["text"][1:3] == [["removed", "三"], ["added", "两"]]
    office.li.done("publish", "常用", "--yes")
    (report,) = office.agent.done("update", "--wait")
    numbers = {"added": 0, "changed": 1, "removed": 0}
    assert report["news"] == [{"pack": "常用", "scope": "department/售后组", **numbers, "names": ["退款"]}]
    gone = office.agent.done("unsubscribe", "共享 文件夹")
    assert gone["join"] == office.join
    assert office.agent.done("subscriptions") == []
    assert not (office.agent.home / "data/subscriptions/共享 文件夹").exists()


def test_nothing_new_takes_no_key(office: Office) -> None:
    office.li.done("publish", "pull", "问候")
    assert office.li.done("publish", "问候", "--yes")["changes"] == []
    assert office.boss.done("publish", "refresh", "--dry-run")["dry_run"]
    before = office.boss.done("publish", "status")["version"]
    assert not office.boss.done("publish", "refresh", "--if-older", "10")["due"]
    assert office.boss.done("publish", "refresh")["version"] == before + 1


def test_without_a_terminal_publishing_needs_yes(office: Office) -> None:
    office.li.pack("department/售后组", "常用", 2, "退款", "改了")
    result = office.li.run("publish", "常用")
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert "改了" in result.stdout, "what would be published is shown all the same"


def test_a_colleagues_version_is_shown_and_kept(office: Office) -> None:
    office.boss.done("publish", "pull", "常用")
    mine = office.boss.pack("department/售后组", "常用", 2, "退款", "退款四天到账")
    office.li.pack("department/售后组", "常用", 2, "退款", "退款两天到账")
    office.li.done("publish", "常用", "--yes")
    result = office.boss.run("publish", "常用", "--yes")
    assert result.exit_code == 1
    assert "changed since you pulled" in result.stderr
    assert "[-三-]{+两+}" in result.stdout, "what they changed"
    assert "[-两-]{+四+}" in result.stdout, "what mine would change"
    assert office.boss.run("publish", "pull", "常用").exit_code == 2, "mine isn't thrown away"
    assert "四天" in mine.read_text("utf-8")
    office.boss.done("publish", "pull", "常用", "--yes")
    assert "两天" in mine.read_text("utf-8")
    assert "四天" in mine.with_name("常用.toml.mine").read_text("utf-8")
    mine.write_text(mine.read_text("utf-8").replace("两天", "一天"), "utf-8")
    office.boss.done("publish", "常用", "--yes")


def test_going_back_and_the_log(office: Office) -> None:
    office.li.pack("department/售后组", "常用", 2, "退款", "写错了")
    office.li.done("publish", "常用", "--yes")
    office.li.done("publish", "rollback", "常用", "--to", "1", "--yes")
    log = office.li.done("publish", "log", "--scope", "department/售后组")
    assert [(entry["version"], entry["by"], entry["packs"]) for entry in log] == [
        (3, "小李", ["常用"]),
        (2, "小李", ["常用"]),
        (1, "小李", ["常用"]),
    ]
    assert log[2]["message"] == "第一版"
    result = office.li.run("publish", "常用", "--yes")
    assert result.exit_code == 1, "the lead's own copy still holds what was taken back"


def test_packs_are_taken_back(office: Office) -> None:
    office.agent.done("subscribe", office.join, "--department", "售后组")
    assert office.li.run("publish", "不存在", "--remove", "--scope", "department/售后组", "--yes").exit_code == 2
    office.li.done("publish", "常用", "--remove", "--scope", "department/售后组", "--yes")
    (report,) = office.agent.done("update")
    assert report["news"][0]["removed"] == 1


def test_who_left_publishes_no_more(office: Office) -> None:
    assert office.boss.run("publish", "revoke", "小李").exit_code == 2, "it is asked first"
    assert office.boss.done("publish", "revoke", "小李", "--yes", "--dry-run")["signed_again"] == []
    assert office.boss.done("publish", "revoke", "小李", "--yes")["signed_again"]
    office.li.pack("department/售后组", "常用", 2, "退款", "恶意")
    result = office.li.run("publish", "常用", "--yes")
    assert result.exit_code == 1
    assert "none of your keys" in result.stderr
    status = office.boss.done("publish", "status")
    assert {place["scope"]: place["leads"] for place in status["places"]} == {"public": [], "department/售后组": []}


def test_the_companys_key_is_changed(office: Office) -> None:
    office.boss.done("keys", "new", "second")
    office.boss.done("publish", "rotate", "--to", "second", "--yes")
    office.boss.pack("public", "问候", 1, "您好", "新的")
    office.boss.done("publish", "问候", "--yes")
    office.agent.done("subscribe", office.join)
    assert office.boss.done("publish", "refresh")["version"] > 1


def test_lint_errors_stop_it(office: Office) -> None:
    office.boss.pack("public", "坏", 9, "坏", "{{ask:")
    result = office.boss.run("publish", "坏", "--yes")
    assert result.exit_code == 1
    assert "not published" in result.stderr
    assert "坏.toml" in result.stderr


def test_a_pack_is_found_by_name_place_or_path(office: Office) -> None:
    office.boss.pack("department/售后组", "问候", 7, "您好", "售后的问候")
    assert office.boss.run("publish", "问候", "--dry-run").exit_code == 2, "two packs have this name"
    assert office.boss.done("publish", "public/问候", "--dry-run")["scope"] == "public"
    assert (
        office.boss.done("publish", "问候", "--scope", "department/售后组", "--dry-run")["changes"][0]["kind"]
        == "added"
    )
    own = office.boss.pack("personal", "我的", 8, "我", "我的话")
    assert "--scope" in office.boss.run("publish", "我的", "--dry-run").stderr
    assert office.boss.done("publish", own, "--scope", "public", "--dry-run")["changes"][0]["pack"] == "我的"
    unknown = office.boss.run("publish", "没有", "--dry-run")
    assert (unknown.exit_code, "问候" in unknown.stderr) == (2, True)
    office.boss.pack("department/新部门", "新", 6, "新", "新部门的话")
    assert "add-lead" in office.boss.run("publish", "新", "--yes").stderr


def test_one_company_that_fails_does_not_keep_another_from_its_update(office: Office) -> None:
    office.agent.done("subscribe", office.join)
    other = office.share.with_name("other")
    other.mkdir()
    join = office.boss.done("publish", "init", other)["join"]
    office.agent.done("subscribe", join)
    other.rename(other.with_name("gone"))
    result = office.agent.run("update", "--json")
    assert result.exit_code == 1
    data = {one["name"]: one for one in json.loads(result.stdout)}
    assert "no folder" in data["other"]["error"]
    assert data["共享 文件夹"]["changed"] is False
    (broken,) = [one for one in office.agent.done("subscriptions") if one["trouble"]]
    assert broken["not_confirmed_since"]
    assert "not confirmed since" in office.agent.run("subscriptions").stdout


def test_a_dry_update_says_what_would_come_and_changes_nothing(office: Office) -> None:
    office.agent.done("subscribe", office.join, "--name", "蓝天")
    office.boss.pack("public", "问候", 1, "您好", "您好，请说")
    office.boss.done("publish", "问候", "--yes")
    (before,) = office.agent.done("subscriptions")
    (report,) = office.agent.done("update", "--dry-run")
    assert (report["dry_run"], report["changed"], report["news"][0]["changed"]) == (True, True, 1)
    assert office.agent.done("subscriptions") == [before]
    (report,) = office.agent.done("update")
    assert (report["dry_run"], report["news"][0]["changed"]) == (False, 1)


def test_phrases_without_ids_get_them_before_they_are_published(office: Office) -> None:
    path = office.boss.home / "library/public/新的.toml"
    path.write_text('# mine\n[[phrase]]\ntext = "一"\n', "utf-8")
    before = next(one["id"] for one in office.boss.done("list") if one["text"] == "一")
    office.boss.done("publish", "新的", "--dry-run")
    assert "id" not in path.read_text("utf-8"), "a dry run writes nothing"
    office.boss.done("publish", "新的", "--yes")
    written = path.read_text("utf-8")
    assert written == f'# mine\n[[phrase]]\nid = "{before}"\ntext = "一"\n'
    assert office.boss.run("undo").exit_code == 0
    assert path.read_text("utf-8") == written.replace(f'id = "{before}"\n', "")
    path.write_text(written, "utf-8")
    office.agent.done("subscribe", office.join, "--name", "蓝天")
    office.agent.done("edit", before, "--text", "我的一")
    path.write_text(path.read_text("utf-8").replace("一", "二"), "utf-8")
    office.boss.done("publish", "新的", "--yes")
    office.agent.done("update")
    mine = office.agent.done("show", before)
    assert (mine["text"], mine["original_changed"]) == ("我的一", True), "a reworded phrase is still the same one"


def test_a_file_outside_of_the_library_gets_its_ids_too(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "外面.toml"
    path.write_text('[[phrase]]\ntext = "一"\n', "utf-8")
    office.boss.done("publish", path, "--scope", "public", "--yes")
    assert 'id = "' in path.read_text("utf-8")


def test_what_was_pulled_can_be_undone(office: Office) -> None:
    mine = office.boss.pack("department/售后组", "常用", 2, "退款", "我写的")
    done = office.boss.done("publish", "pull", "常用", "--yes")
    assert [Path(one["file"]).name for one in done] == ["常用.toml"]
    assert "退款三天到账" in mine.read_text("utf-8")
    assert "我写的" in mine.with_name("常用.toml.mine").read_text("utf-8")
    assert office.boss.run("undo").exit_code == 0
    assert "我写的" in mine.read_text("utf-8")
    assert not mine.with_name("常用.toml.mine").exists()
    office.boss.done("publish", "pull", "--dry-run")
    assert "我写的" in mine.read_text("utf-8")


def test_a_failed_subscription_leaves_nothing(office: Office) -> None:
    wrong = office.join[:-4] + "0000"
    result = office.agent.run("subscribe", wrong)
    assert result.exit_code == 1
    assert "join string" in result.stderr
    assert office.agent.done("subscriptions") == []
    assert not list((office.agent.home / "data/subscriptions").glob("*"))
    assert office.agent.run("subscribe", "nonsense").exit_code == 2
    assert office.agent.run("unsubscribe", "nobody").exit_code == 2


def test_keys_are_shown_and_copied(tmp_path: Path, people: pytest.MonkeyPatch) -> None:
    person = Person(tmp_path / "home", people)
    would = person.done("keys", "new", "wang", "--dry-run")
    assert person.done("keys", "show") == []
    made = person.done("keys", "new", "wang")
    assert made["line"].split()[0::2] == ["ssh-ed25519", "wang"]
    assert person.done("keys", "show") == [made]
    assert person.run("keys", "show", "wang").stdout.strip() == made["line"]
    usb = tmp_path / "usb"
    usb.mkdir()
    assert made["path"] == would["path"]
    dry = person.done("keys", "export", "wang", usb, "--dry-run")
    assert list(usb.iterdir()) == []
    copies = person.done("keys", "export", "wang", usb)
    assert Path(copies[0]).read_bytes() == Path(made["path"]).read_bytes()
    assert copies == dry
    assert person.run("keys", "export", "wang", usb).exit_code == 2, "nothing is overwritten"
    people.delenv("PHRASEBOOK_PASSPHRASE")
    nobody = person.run("keys", "new", "li")
    assert (nobody.exit_code, "PHRASEBOOK_PASSPHRASE" in nobody.stderr) == (2, True)
