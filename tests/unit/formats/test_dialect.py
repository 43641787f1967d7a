from phrasebook.formats.dialect import Dialect
from phrasebook.placeholders.syntax import Broken, tokens


def test_a_dialect_that_knows_nothing_leaves_blanks() -> None:
    dialect = Dialect()
    wording = "您好{{cursor}}，{{ask:单号}}，{{choose:快递|顺丰|圆通}}，{{date}}{{agent}}{{phrase:x}}{{clipboard}}{{{{"
    text = dialect.translate(wording)
    assert text == "您好，【单号】，【快递：顺丰/圆通】，【date】【your name】【phrase x】【clipboard】{{"
    assert len(dialect.lost) == 7


def test_what_is_broken_stays_as_it_is_and_is_reported() -> None:
    dialect = Dialect()
    assert dialect.translate("a {{ask:}} b") == "a {{ask:}} b"
    (token,) = tokens("{{ask:}}")
    assert isinstance(token.meaning, Broken)
    assert dialect.lost == [token.meaning.message]
