import pytest

from phrasebook.lint import Level
from phrasebook.model import Scope
from tests.unit.lint.samples import found, names, phrase

RULES = {"broken-placeholder", "unknown-placeholder", "missing-phrase", "phrase-cycle"}


def coded(code: str, text: str, number: int = 0, **fields: object) -> object:
    return phrase(text, id=f"{number or abs(hash(code)) % 10**19:020}", code=code, title=code, **fields)


def said(*phrases: object, **around: object) -> list[tuple[str, str, str]]:
    """Title, rule, and the words that are meant."""
    by_title = {one.title: one for one in phrases}  # type: ignore[attr-defined]
    return [
        (one.title, one.rule, by_title[one.title].wordings[one.item + 1][slice(*one.span)])  # type: ignore[attr-defined]
        for one in found(*phrases, **around)  # type: ignore[arg-type]
        if one.rule in RULES
    ]


@pytest.mark.parametrize("text", ["{{ask:}}", "{{date:%Q}}", "{{choose:a}}", "{{phrase:}}", "{{a=b}}", "{{ask:x"])
def test_malformed(text: str) -> None:
    assert said(phrase(f"好{text}")) == [("标题", "broken-placeholder", text[:2] if text == "{{ask:x" else text)]


def test_names_that_nobody_has_a_value_for() -> None:
    (finding,) = found(phrase("我是{{agnet}}"))
    assert (finding.rule, finding.level, finding.span) == ("unknown-placeholder", Level.WARNING, (2, 11))
    assert finding.hint == "did you mean {{agent}}?"
    assert names(phrase("我是{{agent}}，{{shop}}的"), variables=frozenset({"shop"})) == []
    (finding,) = found(phrase("单号{{单号}}"))
    assert "{{ask:单号}}" in finding.hint


@pytest.mark.parametrize("text", ["{agent}", "{ask:单号}", "｛｛agent｝｝", "｛agent｝"])
def test_what_only_looks_like_a_placeholder(text: str) -> None:
    assert said(phrase(f"我是{text}。")) == [("标题", "unknown-placeholder", text)]


@pytest.mark.parametrize("text", ["{好}", "{{{{agent}}", "a{b}c", "{{ask:x={y}}}"])
def test_other_braces_are_fine(text: str) -> None:
    assert said(phrase(text)) == []


def test_missing_phrases() -> None:
    assert said(coded("a", "好{{phrase:b}}")) == [("a", "missing-phrase", "{{phrase:b}}")]
    assert said(coded("a", "好{{phrase:B}}"), coded("b", "行的呢")) == [("a", "missing-phrase", "{{phrase:B}}")]
    assert said(coded("a", "好的呢", variants=("好{{phrase:b}}",))) == [("a", "missing-phrase", "{{phrase:b}}")]
    (finding,) = found(phrase("好{{phrase:b}}"), complete=False)
    assert finding.level is Level.WARNING, "the rest of the library isn't known"


def test_circles() -> None:
    a, b = coded("a", "{{phrase:b}}"), coded("b", "{{phrase:a}}")
    c, d = coded("c", "{{phrase:a}}"), coded("d", "好的呢{{phrase:e}}{{phrase:e}}")
    assert said(a, b, c, d, coded("e", "行的呢")) == [
        ("a", "phrase-cycle", "{{phrase:b}}"),
        ("b", "phrase-cycle", "{{phrase:a}}"),
        ("c", "phrase-cycle", "{{phrase:a}}"),
    ]
    assert said(coded("a", "{{phrase:a}}")) == [("a", "phrase-cycle", "{{phrase:a}}")]
    assert said(coded("a", "好的呢", variants=("{{phrase:a}}吧",))) == [], "a variant may bring in the text"


def test_what_a_code_means_is_decided_by_precedence() -> None:
    public = coded("a", "{{phrase:a}}", 1)
    personal = coded("a", "好的呢", 2, scope=Scope.PERSONAL)
    from phrasebook.lint import Context, lint
    from tests.unit.lint.samples import TODAY, our_rules, pack_of

    packs = [pack_of(public), pack_of(personal, scope=Scope.PERSONAL)]  # type: ignore[arg-type]
    findings = lint(packs, our_rules(), Context(today=TODAY))
    assert [one.rule for one in findings if one.rule in RULES] == []


def test_too_many_phrases_inside_one() -> None:
    phrases = [coded("x0", "好的呢")]
    phrases += [coded(f"x{n}", f"{{{{phrase:x{n - 1}}}}}" * 3) for n in range(1, 6)]
    assert [title for title, _, _ in said(*phrases)] == ["x5"] * 3


def test_long_chains_are_no_burden() -> None:
    phrases = [coded("y0", "好的呢")] + [coded(f"y{n}", f"{{{{phrase:y{n - 1}}}}}") for n in range(1, 3000)]
    assert len(said(*phrases)) == 3000 - 1 - 100
