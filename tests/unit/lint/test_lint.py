import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.language import Language, use
from phrasebook.lint import Context, Level, lint, parse_rules
from phrasebook.model import Scope
from tests.unit.lint.samples import PATH, found, in_source, made, names, our_rules, pack_of, phrase

ODD = st.text(
    st.sampled_from(
        "加微信vqV❤ 最好第一13800oO一三八零:：.。,，()（）“”{}|=*?#\n\t\0\ufffcagent评返现元退不行a@b.com市路号國发～~"
    ),
    max_size=80,
) | st.text(max_size=80)


def test_a_phrase_can_be_let_off() -> None:
    assert names(phrase("加微信")) == ["off-platform"]
    assert names(phrase("加微信", extra='lint_ignore = ["off-platform"]\n')) == []
    assert names(phrase("加微信", extra='lint_ignore = "off-platform"\n')) == []
    assert names(phrase("加微信", extra='lint_ignore = ["rude"]\n')) == ["off-platform"]


@pytest.mark.parametrize("extra", ['lint_ignore = ["nosuch"]', "lint_ignore = 3", "lint_ignore = [1]"])
def test_lint_ignore_that_does_nothing_is_reported(extra: str) -> None:
    (finding,) = in_source(f'[[phrase]]\ntext = "好的呢"\ncategory = ["a"]\n{extra}\n')
    assert (finding.rule, finding.line, finding.level) == ("lint-ignore", 4, Level.WARNING)


def test_findings_come_by_file_and_line() -> None:
    source = '[[phrase]]\ncategory = ["a"]\ntext = "加微信"\n[[phrase]]\ntext = "不行"\n'
    assert [(one.line, one.rule) for one in in_source(source)] == [
        (3, "off-platform"),
        (4, "no-category"),
        (5, "flat-refusal"),
    ]


def test_greetings_are_short() -> None:
    long, short = "您好，" + "欢" * 58, "您好，" + "欢" * 57
    for category in (("售前", "接待"), ("接待",), ("greeting",)):
        assert names(phrase(long, category=category)) == ["greeting-length"]
        assert names(phrase(short, category=category)) == []
    assert names(phrase(long, title="首次问候")) == ["greeting-length"]
    assert names(phrase(long)) == []
    (finding,) = found(phrase("您好", variants=(long,), category=("接待",)))
    assert (finding.key, finding.item, "61" in finding.message, "60" in finding.message) == ("variants", 0, True, True)


def test_keywords_and_notes_may_hold_what_customers_say() -> None:
    assert names(phrase(keywords=("加微信", "好评返现吗", "骗子"), note="顾客要加微信时用")) == []


def test_messages_are_in_the_language_of_the_person() -> None:
    use(Language.ZH)
    (finding,) = found(phrase("加微信"))
    assert finding.message == "「加微信」会被判为引导站外"
    use(Language.EN)
    (finding,) = found(phrase("加微信"))
    assert finding.message == "“加微信” leads customers off the platform"


def test_what_is_shown_fits_on_a_line() -> None:
    rules = made('[[rule]]\nname = "r"\nwhole = ["好"]\ntrim = ["啊"]\nmessage = "{found}"\n')
    (finding,) = found(phrase("好\n\n啊"), rules=rules)
    assert finding.message == "好 啊"


def test_mistakes_in_rules_files_come_first() -> None:
    rules = parse_rules([(PATH, '[[rule]]\nname = "x"\n')])
    (finding,) = found(phrase(), rules=rules)
    assert (finding.rule, finding.level, finding.line) == ("rules-file", Level.ERROR, 1)


def test_no_phrase_no_finding() -> None:
    assert lint([], our_rules()) == ()
    assert lint([pack_of()], our_rules()) == ()


@given(ODD, ODD, st.sampled_from(Scope))
def test_no_text_breaks_lint(text: str, other: str, scope: Scope) -> None:
    one = phrase(
        text, variants=(other,), note=other, title=other or "t", keywords=(text, other), scope=scope, code="ab"
    )
    pack = pack_of(one, one, scope=scope)
    sources = {PATH: f'[[phrase]]\ntext = "{text}"\n'}
    for finding in lint([pack], our_rules(), Context(today=date(2026, 6, 1), sources=sources)):
        value = getattr(one, finding.key, "") if finding.key else ""
        value = value[finding.item] if finding.item >= 0 else value
        start, end = finding.span
        assert 0 <= start <= end <= len(value if isinstance(value, str) else "")
        assert "\n" not in finding.message


def cost(seed: str, size: int) -> float:
    """CPU seconds for a text of so many characters, the best of three."""
    one = phrase((seed * size)[:size])
    samples = []
    for _ in range(3):
        started = time.process_time()
        found(one)
        samples.append(time.process_time() - started)
    return min(samples)


SEEDS = (
    "加我",
    "好评返",
    "1",
    "1 ",
    "一三",
    "（",
    "(^",
    "^_",
    "1)",
    "a.",
    ".com",
    "@a.b",
    "微",
    "市路1",
    "国a發",
    "不要",
    "扌口",
    "{{",
)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_time_grows_with_the_text_and_no_faster(seed: str) -> None:
    cost(seed, 100)
    # eight times the text takes eight times as long, or with squares anywhere sixty-four times
    assert cost(seed, 16_000) < 24 * max(cost(seed, 2_000), 0.001)


@given(st.lists(ODD, min_size=1, max_size=4))
def test_phrases_are_judged_one_by_one(texts: list[str]) -> None:
    phrases = [phrase(text, id=f"{i:020}") for i, text in enumerate(texts)]
    together = [(one.phrase, one.rule, one.span) for one in found(*phrases) if one.key == "text"]
    alone = [(one.phrase, one.rule, one.span) for one in (f for p in phrases for f in found(p)) if one.key == "text"]
    assert sorted(together) == sorted(alone)
