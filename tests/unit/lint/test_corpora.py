"""Few false alarms, few misses: sentences of customer service that must stay unmarked, and some that must not."""

from datetime import date
from pathlib import Path

import pytest

from phrasebook.library import Library, starter_folder
from phrasebook.lint import Context, Level, lint
from tests.bench.corpus import make_corpus
from tests.unit.lint.samples import DATA, found, names, our_rules, pack_of, phrase


def lines(kind: str) -> list[str]:
    files = sorted(DATA.glob(f"{kind}*.txt"))
    texts = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [line for line in texts if line and not line.startswith("#")]


INNOCENT, GUILTY = lines("innocent"), lines("guilty")


def test_the_rules_have_no_mistake_and_say_why() -> None:
    rules = our_rules()
    assert rules.problems == ()
    for rule in rules:
        assert rule.reason.zh, rule.name
        assert rule.reason.en, rule.name
    assert all(rule.message.zh and rule.message.en and rule.hint.zh for rule in rules.of_wording)


def test_there_is_enough_to_judge_by() -> None:
    assert len(INNOCENT) >= 400
    assert len(GUILTY) >= 350


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent(text: str) -> None:
    assert [(one.rule, one.message) for one in found(phrase(text.replace("\\n", "\n")))] == []


@pytest.mark.parametrize("line", GUILTY)
def test_guilty(line: str) -> None:
    rule, text = line.split("\t")
    assert rule in names(phrase(text.replace("\\n", "\n")))


def test_the_starter_library_is_clean_on_any_day() -> None:
    library = Library.load(starter_folder())
    for day in (date(2026, 6, 1), date(2030, 1, 1)):
        assert lint(library.packs, our_rules(), Context(today=day, problems=library.problems)) == ()


def test_a_made_up_library_is_hardly_marked() -> None:
    phrases = make_corpus(2000, seed=7)
    context = Context(today=date(2026, 6, 1), complete=False)
    found = lint([pack_of(*phrases, path=Path("corpus.toml"))], our_rules(), context)
    grave = [one for one in found if one.level is not Level.HINT and one.rule != "greeting-length"]
    assert [(one.rule, one.message) for one in grave] == []
