"""publish status: who signs what, and when it runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from phrasebook.cli.lead import Desk
from phrasebook.language import t
from phrasebook.sharing.documents import company_keys, signer_name, signers_of
from phrasebook.sharing.errors import TrustError
from phrasebook.sharing.proposal import listed
from phrasebook.sharing.trust import places


def standing(desk: Desk) -> dict[str, Any]:
    """What is published at a company, for --json.

    Raises:
        HostError, TrustError: it can't be read or isn't signed as it must be.
    """
    view = desk.repository.load()
    company = company_keys(view.root)
    rows = []
    for name, place in sorted(places(view.targets).items()):
        trouble, packs, version, expires = "", [], 0, None
        try:
            if read := desk.repository.role(view, name):
                packs = sorted(
                    target.local.removesuffix(".toml") for target in listed(read.document, place) if target.is_pack
                )
                version, expires = read.document.version, read.document.expires
        except TrustError as error:
            trouble = error.message
        leads = [signer_name(view.root, key) for key in signers_of(view.targets, name) if key not in company]
        rows.append(
            {
                "scope": str(place),
                "leads": leads,
                "packs": packs,
                "version": version,
                "expires": expires,
                "trouble": trouble,
            }
        )
    return {
        "url": desk.state.url,
        "join": desk.state.join,
        "version": view.snapshot.version,
        "one_publisher_at_a_time": desk.state.exclusive is False,
        "expires": {
            "timestamp": view.timestamp.expires if view.timestamp else None,
            "targets": view.targets.expires,
            "root": view.root.expires,
        },
        "company_keys": len(company),
        "threshold": view.root.roles["root"].threshold,
        "places": rows,
    }


def standing_lines(data: dict[str, Any]) -> Iterator[str]:
    """The same for people."""
    yield f"{data['url']}  {t('版本', 'version')} {data['version']}"
    yield t(
        f"公司密钥 {data['company_keys']} 把，改动需要 {data['threshold']} 把签名",
        f"{data['company_keys']} company key(s), {data['threshold']} needed for changes",
    )
    stamp = data["expires"]["timestamp"]
    yield t("确认有效期至 ", "confirmed until ") + (
        _day(stamp) if stamp else t("（损坏，请 refresh）", "(spoilt: refresh)")
    )
    for row in data["places"]:
        leads = ", ".join(row["leads"]) or t("只有公司密钥", "the company's key only")
        yield f"{row['scope']}  ({leads})"
        if row["trouble"]:
            yield f"  {row['trouble']}"
        elif row["version"]:
            packs, until = ", ".join(row["packs"]) or t("（空）", "(empty)"), t("有效期至", "until")
            yield f"  {packs}  {t('版本', 'version')} {row['version']}, {until} {_day(row['expires'])}"
    yield t("加入码：", "join string: ") + str(data["join"])


def _day(moment: datetime) -> str:
    left = (moment - datetime.now(UTC)).days
    return f"{moment.date().isoformat()} ({t(f'还有 {left} 天', f'{left} days')})"
