import pytest

from phrasebook.lint.marks import unpaired
from tests.unit.lint.samples import found, names, phrase


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("（好", 0),
        ("好）", 1),
        ("（好【的）", 2),
        ("“好“", 0),
        ("”好”", 0),
        ("（好)", 2),
        ("(好）", 2),
        ("「好", 0),
        ("《好》》", 3),
        ("[a", 0),
    ],
)
def test_a_bracket_without_its_partner(text: str, at: int) -> None:
    assert unpaired(text) == at


@pytest.mark.parametrize(
    "text",
    [
        "（好【的】“吧”）",
        "1）好 2）行",
        "1)好；2)行",
        "a) b)",
        "好:)",
        "好 ;-)",
        "(^_^)",
        "T_T)",
        "it’s ‘ok’",
        "the ’90s",
        '27"的',
        "（1）好（2）行",
        "{{choose:（|a|b}}",
    ],
)
def test_what_is_fine(text: str) -> None:
    assert "unpaired-brackets" not in names(phrase(text))


@pytest.mark.parametrize(("text", "sign"), [("您好,请说。", ","), ("亲，好!", "!"), ("亲，地址:杭州", ":")])
def test_two_kinds_of_punctuation(text: str, sign: str) -> None:
    (finding,) = found(phrase(text))
    assert finding.rule == "mixed-punctuation"
    assert text[slice(*finding.span)] == sign


@pytest.mark.parametrize("text", ["亲,您好!", "亲，10:30，1,000元", "亲，好:)", "亲，a,b", "OK, 好的。"])
def test_one_kind_of_punctuation(text: str) -> None:
    assert "mixed-punctuation" not in names(phrase(text))


@pytest.mark.parametrize(("text", "fewer"), [("您的訂单已经发出", "訂"), ("親，您的快遞已經到，请簽收", "请")])
def test_two_scripts(text: str, fewer: str) -> None:
    (finding,) = (one for one in found(phrase(text)) if one.rule == "mixed-script")
    assert text[slice(*finding.span)] == fewer
    assert fewer in finding.message


@pytest.mark.parametrize("text", ["您的訂單已經發出", "著名的乾隆皇后", "台灣", "瞭望"])
def test_one_script(text: str) -> None:
    assert "mixed-script" not in names(phrase(text))
