"""Two leads, three agents, and nginx between them, each with a machine of their own: the real commands, end to end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.publishing import Machine
from tests.servers.base import Place
from tests.servers.nginx import nginx


@pytest.fixture(scope="module")
def web() -> Iterator[tuple[str, Place]]:
    with nginx() as started:
        yield started


def test_two_leads_three_agents(web: tuple[str, Place], tmp_path: Path) -> None:
    url, here = web
    boss, li = Machine(tmp_path / "boss"), Machine(tmp_path / "li")
    agents = [Machine(tmp_path / f"agent{number}") for number in range(3)]
    boss.done("keys", "new", "boss")
    join = boss.done("publish", "init", here.served, "--read-url", url)["join"]
    line = li.done("keys", "new", "li")["line"]
    boss.done("publish", "add-lead", "小李", "--department", "售后组", "--key", line)
    li.done("publish", "join", join, "--to", here.served)
    boss.write("public", "问候", 1, "您好", "在的，您请说")
    boss.done("publish", "问候", "--yes")
    li.write("department/售后组", "常用", 2, "退款到账", "退款三天到账")
    li.done("publish", "常用", "--yes")

    for number, agent in enumerate(agents):
        departments = ["--department", "售后组"] if number < 2 else []
        agent.done("subscribe", join, "--name", "蓝天", *departments)
    assert [agent.found("退款") for agent in agents] == [["退款三天到账"], ["退款三天到账"], []]
    assert all(agent.found("您好") == ["在的，您请说"] for agent in agents)

    li.write("department/售后组", "常用", 2, "退款到账", "退款两天到账")
    li.done("publish", "常用", "--yes")
    (report,) = agents[0].done("update")
    assert report["news"][0]["changed"] == 1
    assert (agents[0].found("退款"), agents[1].found("退款")) == (["退款两天到账"], ["退款三天到账"])
    (idle,) = agents[2].done("update")
    assert not idle["changed"], "another department's news isn't theirs"

    li.done("publish", "rollback", "常用", "--to", "1", "--yes")
    boss.done("publish", "revoke", "小李", "--yes")
    boss.done("keys", "new", "second")
    boss.done("publish", "rotate", "--to", "second", "--yes")
    assert li.run("publish", "pull", "--yes").returncode == 0
    li.write("department/售后组", "常用", 2, "退款到账", "请付款到 evil.example")
    assert li.run("publish", "常用", "--yes").returncode == 1
    for agent in agents:
        agent.done("update")
    assert [agent.found("退款") for agent in agents] == [["退款三天到账"], ["退款三天到账"], []]

    boss.write("public", "问候", 1, "您好", "新的问候")
    boss.done("publish", "问候", "--yes")
    for pack in (here.served / "targets/public").glob("*.toml"):
        pack.chmod(0o644)
        pack.write_bytes(pack.read_bytes().replace("新".encode(), "假".encode()))
    result = agents[0].run("update")
    assert result.returncode == 1
    assert "→" in result.stderr, "it says what to do"
    assert agents[0].found("您好") == ["在的，您请说"]
    (standing,) = agents[0].done("subscriptions")
    assert standing["trouble"]
    assert standing["not_confirmed_since"]
