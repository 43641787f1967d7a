import json

import pytest

from phrasebook.folders import Folders
from phrasebook.usage import Usage
from tests.unit.cli.conftest import Run


def titles(run: Run, *arguments: str) -> list[str]:
    result = run("suggest", "--json", *arguments)
    assert result.exit_code == 0
    return [one["title"] for one in json.loads(result.stdout)]


def test_it_prints_what_search_prints(run: Run) -> None:
    result = run("suggest", "我要退到哪里去呀", "--json")
    assert result.exit_code == 0
    first = json.loads(result.stdout)[0]
    assert set(first) == {
        "id", "scope", "department", "pack", "category", "title", "code", "text", "score", "positions"
    }  # fmt: skip
    assert first["code"] == "thdz"
    assert first["positions"]["keywords"] == [[0, 2]]
    line = run("suggest", "我要退到哪里去呀").stdout.splitlines()[0]
    assert line.split("\t") == ["thdz", "退货地址", "售后 / 退换货", "public", "请寄：{{ask:仓库}}"]


@pytest.mark.parametrize("message", ["好的", "嗯嗯", "202611158867", ""])
def test_when_nothing_fits_it_says_so_kindly(run: Run, message: str) -> None:
    result = run("suggest", message, "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert "phrasebook search" in result.stderr
    plain = run("suggest", message)
    assert (plain.exit_code, plain.stdout) == (0, "")
    assert "no reply fits" in plain.stderr


def test_the_message_may_come_from_standard_input(run_with_input: Run) -> None:
    result = run_with_input("退货\n寄到哪\n", "suggest", "-", "--json")
    assert json.loads(result.stdout)[0]["title"] == "退货地址"
    assert run_with_input(b"\xff\xfe", "suggest", "-").exit_code == 2


def test_words_need_no_quotes(run: Run) -> None:
    assert titles(run, "退货", "地址") == titles(run, "退货 地址")


def test_it_can_be_narrowed(run: Run) -> None:
    assert titles(run, "退货")[0] == "部门退货"
    assert titles(run, "退货", "--scope", "public")[0] == "退货地址"
    assert "部门退货" not in titles(run, "退货", "--scope", "public")
    assert titles(run, "退货", "--scope", "department/售后组") == ["部门退货"]
    assert titles(run, "发货吗", "--app", "千牛工作台") == ["发货时间"]
    assert "发货时间" not in titles(run, "发货吗", "--app", "WeChat")
    assert len(titles(run, "退货地址", "-n", "1")) == 1


def test_what_was_said_before_counts(run: Run) -> None:
    assert titles(run, "部门的地址时间", "--previous", "发货吗", "--previous", "您说")[0]
    with_shipping = titles(run, "时间地址", "--previous", "今天发货吗", "--previous", "稍等")
    with_return = titles(run, "时间地址", "--previous", "我要退货", "--previous", "稍等")
    assert (with_shipping[0], with_return[0]) == ("发货时间", "退货地址")


def test_what_was_chosen_before_counts(run: Run) -> None:
    assert titles(run, "退货，退到哪里")[0] == "退货地址"
    chosen = json.loads(run("suggest", "部门退货", "--json").stdout)
    id_ = next(one["id"] for one in chosen if one["title"] == "部门退货")
    usage = Usage(Folders.default().usage_file)
    for _ in range(5):
        usage.learn({"退货": 1.0, "到哪": 1.0, "退": 1.0, "货": 1.0}, id_)
        usage.record(id_, "department", (), "", "PASTED", 0, 1.0, 0)
    usage.close()
    assert titles(run, "退货，退到哪里")[0] == "部门退货"


@pytest.mark.parametrize(
    "arguments", [(), ("x", "-n", "0"), ("x", "-n", "many"), ("x", "--scope", "everybody"), ("x", "--nothing")]
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("suggest", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
