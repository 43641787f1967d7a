"""What is subscribed to, in the commands that look things up and in those that say how things stand."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from phrasebook.cli.status import status_lines
from phrasebook.folders import Folders
from phrasebook.sharing.subscription import State, write_state
from tests.unit.cli.conftest import Run
from tests.unit.library.subscribed import Subscribed, phrase


@pytest.fixture
def blue(home: Path) -> Subscribed:
    one = Subscribed(Folders.default(), "蓝天")
    one.publish({"public/问候.toml": phrase(1, "在的，您请说", code="zaide")})
    write_state(one.folder, State(snapshot="1", version=7, confirmed=time.time(), changed=time.time()))
    return one


def test_every_reader_sees_them_and_a_named_folder_is_read_alone(run: Run, home: Path, blue: Subscribed) -> None:
    assert json.loads(run("search", "zaide", "--json").stdout)[0]["text"] == "在的，您请说"
    (listed,) = [one for one in json.loads(run("list", "--json").stdout) if one["code"] == "zaide"]
    assert (listed["subscription"], listed["original_changed"]) == ("蓝天", False)
    shown = json.loads(run("show", "zaide", "--json").stdout)
    assert shown["path"] == str(blue.folder / "current/public/问候.toml")
    assert run("export", home / "all.csv").exit_code == 0
    assert "在的，您请说" in (home / "all.csv").read_text("utf-8-sig")
    assert run("show", "zaide", "--library", home / "library").exit_code == 1


def test_an_edit_makes_a_copy_and_the_copy_tells_when_the_original_changed(
    run: Run, home: Path, blue: Subscribed
) -> None:
    assert "蓝天" in run("edit", "zaide", "--text", "我的在的").stderr
    assert "original has changed" not in run("show", "zaide").stdout
    blue.publish({"public/问候.toml": phrase(1, "在的呢", code="zaide")})
    shown = run("show", "zaide").stdout
    assert shown.index("我的在的") < shown.index("the original has changed") < shown.index("在的呢")
    assert any("the original has changed" in line for line in run("list").stdout.splitlines())
    assert run("remove", "zaide", "--yes").exit_code == 0
    assert json.loads(run("show", "zaide", "--json").stdout)["text"] == "在的呢"
    refused = run("remove", "zaide", "--yes")
    assert refused.exit_code == 1
    assert "phrasebook edit" in refused.stderr
    assert run("undo").exit_code == 0
    assert json.loads(run("show", "zaide", "--json").stdout)["text"] == "我的在的"


def test_doctor_has_a_check_for_each_with_one_fix(run: Run, home: Path, blue: Subscribed) -> None:
    Subscribed(Folders.default(), "白云")
    write_state(blue.folder, State(snapshot="1", confirmed=time.time(), trouble="连不上", hint="插上网线", since=1.0))
    found = json.loads(run("doctor", "--json").stdout)
    checks = {one["message"][:2]: one for one in found if one["name"] == "subscription"}
    assert (checks["蓝天"]["state"], checks["蓝天"]["fix"]) == ("warning", "插上网线")
    assert (checks["白云"]["state"], checks["白云"]["fix"]) == ("broken", "phrasebook update 白云")
    write_state(blue.folder, State(snapshot="1", version=7, confirmed=time.time()))
    (fine,) = [one for one in json.loads(run("doctor", "--json").stdout) if one["message"].startswith("蓝天")]
    assert (fine["state"], fine["fix"]) == ("ok", "")
    write_state(blue.folder, State(snapshot="1", version=7, confirmed=time.time() - 4 * 86400))
    (stale,) = [one for one in json.loads(run("doctor", "--json").stdout) if one["message"].startswith("蓝天")]
    assert stale["state"] == "warning", "nothing has looked for days"


def test_status_has_a_line_for_each() -> None:
    good = {"name": "蓝天", "version": 7, "confirmed": "2026-06-10T09:00:00+08:00", "trouble": ""}
    bad = good | {"name": "白云", "not_confirmed_since": "2026-06-09T18:30:00+08:00", "trouble": "no route"}
    assert list(status_lines({"subscriptions": [good, bad]})) == [
        "subscribed to: 蓝天, version 7, confirmed 2026-06-10 09:00",
        "subscribed to: 白云, not confirmed since 2026-06-09 18:30: no route",
    ]
