"""S3 and whatever speaks like it (阿里云 OSS, 腾讯云 COS, MinIO, R2) as host, through obstore."""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.sharing.errors import HostError
from phrasebook.sharing.hosts.base import Blob, missing, parts_of, too_large

if TYPE_CHECKING:
    from obstore.store import S3Store

_OPTIONS = ("endpoint", "region", "style")


class S3Host:
    """Objects below a prefix of a bucket: `s3://BUCKET/PREFIX?endpoint=…&region=…&style=path`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.exclusive = True  # as S3 promises for If-None-Match; the probe finds clones that pass it over
        parts = urlsplit(url)
        self._prefix = unquote(parts.path).strip("/")
        self._store = _store(url)

    def get(self, name: str, limit: int) -> bytes | None:
        """The object."""
        blob = self._read(name, limit, {})
        return blob.data if blob else None

    def poll(self, name: str, limit: int, tag: str) -> Blob | None:
        """The object, if its ETag isn't `tag` any more."""
        from obstore.exceptions import NotModifiedError

        try:
            blob = self._read(name, limit, {"if_none_match": tag} if tag else {})
        except NotModifiedError:
            return None
        if blob is None:
            raise missing(self.url, name)
        return blob

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Create it (If-None-Match: *)."""
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with self._words(name):
            try:
                self._store.put(self._place(name), data, mode="create", use_multipart=False)
            except (AlreadyExistsError, PreconditionError):
                return False
        return True

    def put(self, name: str, data: bytes) -> None:
        """Create or replace it."""
        with self._words(name):
            self._store.put(self._place(name), data, use_multipart=False)

    def names(self, folder: str) -> tuple[str, ...]:
        """The objects straight below a prefix."""
        with self._words(folder):
            listed = self._store.list_with_delimiter(f"{self._place(folder)}/")["objects"]
        return tuple(sorted(entry["path"].rpartition("/")[2] for entry in listed))

    def delete(self, name: str) -> None:
        """Remove it."""
        from obstore.exceptions import NotFoundError

        with self._words(name):
            try:
                self._store.delete(self._place(name))
            except (FileNotFoundError, NotFoundError):
                return

    def close(self) -> None:
        """Nothing to give up."""

    def _place(self, name: str) -> str:
        return "/".join(part for part in (self._prefix, *parts_of(name)) if part)

    def _read(self, name: str, limit: int, options: Any) -> Blob | None:
        """The object; None: there is none. obstore's NotModifiedError passes through."""
        from obstore.exceptions import NotFoundError

        with self._words(name):
            try:
                result = self._store.get(self._place(name), options=options)
            except (FileNotFoundError, NotFoundError):
                return None
            if result.meta["size"] > limit:
                raise too_large(self.url, name, limit)
            data = bytearray()
            for chunk in result.stream():
                data += chunk
                if len(data) > limit:
                    raise too_large(self.url, name, limit)
            return Blob(bytes(data), result.meta["e_tag"] or "")

    @contextmanager
    def _words(self, name: str) -> Iterator[None]:
        """The errors of obstore as ours."""
        from obstore.exceptions import BaseError, NotModifiedError, PermissionDeniedError, UnauthenticatedError

        try:
            yield
        except NotModifiedError:
            raise
        except (PermissionDeniedError, UnauthenticatedError, PermissionError) as error:
            raise HostError(
                t(f"{self.url} 不允许访问 {name}", f"{self.url} doesn't let you at {name}"),
                t(
                    "检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 和桶的权限",
                    "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what they may do with the bucket",
                ),
            ) from error
        except (BaseError, OSError) as error:
            first = str(error).strip().split("\n", 1)[0].removeprefix("Generic S3 error: ")[:200]
            raise HostError(
                t(f"{self.url} 出错：{name}：{first}", f"{self.url} failed for {name}: {first}"),
                t("检查网络、endpoint 和 region", "check the network, endpoint and region"),
            ) from error


def _store(url: str) -> S3Store:
    """The bucket of this address, with the credentials of the environment or of ~/.aws; without any: anonymous."""
    from obstore.store import S3Store

    parts = urlsplit(url)
    given = parse_qs(parts.query)
    if unknown := set(given) - set(_OPTIONS):
        raise UsageError(
            t(f"s3 地址里没有 {min(unknown)} 这一项", f"an s3 address has no {min(unknown)}"),
            t(f"可以用：{'、'.join(_OPTIONS)}", f"there are: {', '.join(_OPTIONS)}"),
        )
    if not parts.hostname:
        raise UsageError(t(f"{url} 里没有桶名", f"{url} names no bucket"), "s3://BUCKET/PREFIX?endpoint=https://…")
    endpoint = given.get("endpoint", [os.environ.get("AWS_ENDPOINT_URL", "")])[0]
    config: dict[str, Any] = {
        "region": given.get("region", [os.environ.get("AWS_REGION") or "us-east-1"])[0],
        "virtual_hosted_style_request": given.get("style", ["path" if endpoint else "host"])[0] != "path",
        **_credentials(),
    }
    if endpoint:
        config["endpoint"] = endpoint
    # http: stores on the own network have no certificate; whatever they say is verified by signatures
    options: Any = {"allow_http": True, "connect_timeout": "10s", "timeout": "120s"}
    return S3Store(
        parts.netloc,
        config=config,  # type: ignore[arg-type]  # a TypedDict, built step by step
        client_options=options,
        retry_config={"max_retries": 2},
    )


def _credentials() -> dict[str, Any]:
    """Nothing if the environment has them, since obstore looks there; else those of a profile in ~/.aws/credentials."""
    if os.environ.get("AWS_ACCESS_KEY_ID") or os.environ.get("AWS_WEB_IDENTITY_TOKEN_FILE"):
        return {}
    path = Path(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or Path.home() / ".aws" / "credentials")
    profiles = configparser.ConfigParser(interpolation=None)
    try:
        profiles.read(path, "utf-8")
        profile = profiles[os.environ.get("AWS_PROFILE") or "default"]
        found = {
            "access_key_id": profile["aws_access_key_id"],
            "secret_access_key": profile["aws_secret_access_key"],
        }
    except (KeyError, configparser.Error, OSError, UnicodeDecodeError):
        return {"skip_signature": True}
    if token := profile.get("aws_session_token"):
        found["session_token"] = token
    return found
