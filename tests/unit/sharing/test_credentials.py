"""Where hosts' passwords come from, and that they go nowhere else."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from phrasebook.errors import UsageError
from phrasebook.sharing.hosts import open_host
from phrasebook.sharing.hosts.s3 import _credentials
from phrasebook.sharing.hosts.webdav import authorization


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("PHRASEBOOK_WEBDAV_PASSWORD", raising=False)
    return tmp_path


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def test_s3_from_the_environment_a_profile_or_nobody(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _credentials() == {"skip_signature": True}, "a public bucket is read as anybody"
    (home / ".aws").mkdir()
    (home / ".aws/credentials").write_text(
        "[default]\naws_access_key_id = a\naws_secret_access_key = b%c\n"
        "[work]\naws_access_key_id = d\naws_secret_access_key = e\naws_session_token = f\n"
    )
    assert _credentials() == {"access_key_id": "a", "secret_access_key": "b%c"}
    monkeypatch.setenv("AWS_PROFILE", "work")
    assert _credentials() == {"access_key_id": "d", "secret_access_key": "e", "session_token": "f"}
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    assert _credentials() == {}, "obstore reads the environment itself"


def test_webdav_from_the_environment_or_netrc(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert authorization("dav://h/x") == {}
    netrc = home / ".netrc"
    netrc.write_text("machine h login li password secret\n")
    netrc.chmod(0o600)
    assert authorization("dav://h/x") == basic("li", "secret")
    assert authorization("dav://li@h/x") == basic("li", "secret")
    assert authorization("dav://other.example/x") == {}
    monkeypatch.setenv("PHRASEBOOK_WEBDAV_PASSWORD", "密码")
    assert authorization("dav://wang@h/x") == basic("wang", "密码")


def test_no_address_shows_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASEBOOK_WEBDAV_PASSWORD", "secret")
    assert "secret" not in open_host("dav://wang@h/x").url
    for text in ("dav://wang:secret@h/x", "sftp://wang:secret@h/x", "s3://a:secret@bucket/x"):
        with pytest.raises(UsageError) as caught:
            open_host(text)
        assert "secret" not in str(caught.value) + caught.value.hint


@pytest.mark.parametrize("text", ["s3://bucket/x?unknown=1", "s3:///x"])
def test_s3_addresses_that_are_wrong(text: str) -> None:
    with pytest.raises(UsageError):
        open_host(text)
