import numpy as np
import pytest

from phrasebook.search import pinyin


@pytest.mark.parametrize(
    ("character", "readings"),
    [
        ("发", {"fa"}),
        ("还", {"hai", "huan"}),
        ("重", {"zhong", "chong"}),
        ("绿", {"lv", "lu"}),
        ("a", set()),
        ("😊", set()),
    ],
)
def test_all_readings_are_known(character, readings):
    assert readings <= set(pinyin.readings(character))
    assert bool(readings) == bool(pinyin.readings(character))


@pytest.mark.parametrize(("character", "usual"), [("还", "hai"), ("重", "zhong"), ("行", "xing"), ("了", "le")])
def test_the_usual_reading_comes_first(character, usual):
    assert pinyin.readings(character)[0] == usual


@pytest.mark.parametrize(("character", "borrowed"), [("着", "zhu"), ("干", "qian"), ("借", "ji")])
def test_a_simplified_character_is_also_read_as_those_that_fold_to_it(character, borrowed):
    """著名 lies in the index as 着名 and is typed zhuming; but few 干 are the qian of 乾坤."""
    table = pinyin.table()
    place = int(table.starts[np.searchsorted(table.points, ord(character))])
    assert pinyin.readings(character).index(borrowed) > 0
    assert table.weights[place] == 100
    assert table.weights[place + pinyin.readings(character).index(borrowed)] == 50


def test_the_table_is_of_one_piece():
    table = pinyin.table()
    assert len(table.points) > 20_000
    assert table.starts[-1] == len(table.numbers) == len(table.weights)
    assert (table.points[1:] > table.points[:-1]).all()
    assert (table.starts[1:] > table.starts[:-1]).all()
    assert table.numbers.max() < len(table.syllables)
    assert 0 < table.weights.min() <= table.weights.max() == 100


@pytest.mark.parametrize(
    ("one", "other"), [("zhi", "zi"), ("chang", "can"), ("sheng", "sen"), ("ling", "nin"), ("lue", "nve")]
)
def test_accents_blur(one, other):
    assert pinyin.spelling(other) in pinyin.alike(one)


@pytest.mark.parametrize(
    ("typed", "meant"), [("hou", "huo"), ("zhagn", "zhang"), ("fhuo", "huo"), ("tuii", "tui"), ("tvi", "tui")]
)
def test_one_slip_is_near(typed, meant):
    assert meant in pinyin.near(typed)
    assert typed not in pinyin.near(typed)


def test_letters_in_the_wrong_order_are_the_commonest_slip():
    assert pinyin.swapped("hou") == ("huo",)
    assert pinyin.swapped("fa") == ()


def test_beginnings_go_on_to_syllables():
    assert {"fa", "fang", "fei"} <= set(pinyin.longer()["f"])
    assert "fa" not in pinyin.longer()["fa"]
    assert "zhuang" not in pinyin.longer()
