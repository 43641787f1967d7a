import pytest

from phrasebook.pack.names import name_trouble


@pytest.mark.parametrize("name", ["售后", "a b", "Ünïcode", "console", "com10", "a.b", "nullable", "-", "👍"])
def test_any_script_is_fine(name: str) -> None:
    assert name_trouble(name) == ""


@pytest.mark.parametrize(
    "name",
    ["", " ", ".", "..", ".git", "a/b", "a\\b", "c:d", "a\x00b", "a\nb", "CON", "nul.txt", "COM¹", "conin$", "prn ."],
)
def test_names_that_lead_elsewhere(name: str) -> None:
    assert name_trouble(name) != ""
