import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.formats.plain import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain &amp; simple", "plain & simple"),
        ("<p>一<b>二</b></p>\n<p class='>x'>三", "一二\nx'>三"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<html><head><title>x</title><style>p{}</style></head><body>a</body></html>", "a"),
        ("a<script>if (1 < 2) {}</script>b<!-- <p>no --> c", "ab c"),
        ("1 < 2 > 1 <3 &lt;b&gt;", "1 < 2 > 1 <3 <b>"),
        ("<ul><li>一</li><li>二</li></ul>三", "一\n二\n三"),
        ("a   b\n\t c", "a b c"),
        ("İİ<P>x<SCRIPT>y</SCRIPT>z", "İİ\nxz"),
        ("<!DOCTYPE html><?xml?>a", "a"),
        ("a<!-- open", "a"),
        ("a<b open", "a"),
        ("a<script>b", "a"),
        ("", ""),
    ],
)
def test_the_text_of_html(html: str, text: str) -> None:
    assert plain_text(html) == text


@given(st.text("<>/!-&;abp 'script\n", max_size=60))
def test_it_never_fails(html: str) -> None:
    assert "\n\n\n" not in plain_text(html)


@given(st.text("ab中 &;'\"", max_size=30))
def test_text_without_tags_only_loses_entities_and_runs_of_blanks(text: str) -> None:
    assert plain_text(text.replace("&", "&amp;")) == " ".join(text.split())
