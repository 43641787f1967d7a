"""Ways to somewhere else: ids of other chats, mail addresses, links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phrasebook.lint.passages import Passages
from phrasebook.lint.rules import Rule

Found = tuple[int, int, str]

_CHATS = "[微薇威维徽徵溦葳][信芯心x]|[v微薇]x|[vw] ?x|v[信芯心]|wei信|weixin|wechat|we chat"
_NUMBERED = "qq|q|[扣抠叩][扣抠叩]|企鹅|球球|秋秋"
_SAYS = r"(?:号码|账号|号|id)?[ :=是为→_-]{1,4}"
_ID = re.compile(
    rf"(?<![a-z])(?:(?:{_CHATS}|[v薇微威]){_SAYS}(?P<name>(?=[a-z_-]{{0,19}}\d)[a-z][a-z0-9_-]{{4,19}}|\d{{5,12}})"
    rf"|(?:{_CHATS})(?:号码|账号|号|id)[ :=是为→]{{0,4}}[a-z][a-z0-9_-]{{5,19}}"
    rf"|(?:{_NUMBERED})(?:{_SAYS}|号)\d{{5,12}})(?![a-z0-9])"
)

_ID_BEGINS = re.compile("[微薇威维徽徵溦葳vwq扣抠叩企球秋]")

_MAIL = re.compile(r"@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,3}")
_MAILBOX = re.compile(r"[a-z0-9._%+-]{1,64}\Z")

_ENDINGS = (
    "com|cn|net|org|top|shop|vip|xyz|club|site|online|store|cc|co|io|me|link|live|info|biz|ltd|wang|ink|tv|app|pro|fun"
    "|tk|hk|tw|us|ru|jp|kr|uk|de|icu|work|group|cloud|mobi|asia|bid|win|kim|red|zone|today|world|life|ly|gg"
)
_URL = re.compile(r"(?<![a-z])(?:https?|ftp):/{1,3}([^\s/\0?#\u3000-\u30ff\u4e00-\u9fff]{1,253})")
_ENDING = re.compile(
    rf"(?:\.(?:{_ENDINGS})|(?:点|。|dot|\[\.\]|\(\.\))(?:com|cn|net|top|shop|vip|cc))(?![a-z0-9@_-]|[.点。][a-z0-9])"
    r"|(?<![a-z0-9])www[.点。][a-z0-9.-]{3,200}"
)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}[.点。]){0,6}[a-z0-9-]{1,63}\Z")
_LONGEST_HOST = 100


def ids(passages: Passages, rule: Rule) -> Iterator[Found]:
    """What to look for in another chat: 微信：abc123, QQ 12345678."""
    text = passages.folded
    end = 0
    for first in _ID_BEGINS.finditer(text):
        if first.start() >= end and (match := _ID.match(text, first.start())):
            end = match.end()
            yield match.start(), end, ""


def emails(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Mail addresses."""
    text = passages.folded
    for match in _MAIL.finditer(text):
        if box := _MAILBOX.search(text, max(0, match.start() - 64), match.start()):
            yield box.start(), match.end(), f"{box[0][:2]}***{match[0]}"


def links(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Links and names of hosts, except of the domains that the rule allows."""
    text = passages.folded
    end = 0
    for start, stop, host in sorted((*_urls(text), *_hosts(text)), key=lambda found: (found[0], -found[1])):
        if start >= end:
            end = stop
            if not _allowed(host, rule.allow):
                yield start, stop, ""


def _urls(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _URL.finditer(text):
        yield match.start(), match.end(), match[1]


def _hosts(text: str) -> Iterator[tuple[int, int, str]]:
    """Names of hosts without anything before them: found by their endings."""
    for match in _ENDING.finditer(text):
        if match[0].startswith("www"):
            yield match.start(), match.end(), match[0]
        else:
            front = _HOST.search(text, max(0, match.start() - _LONGEST_HOST), match.start())
            if front and text[front.start() - 1] not in "@._%+/-":
                yield front.start(), match.end(), text[front.start() : match.end()]


def _allowed(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a link leads to one of the domains; what stands before an @ is a disguise."""
    name = host.rpartition("@")[2].partition(":")[0].strip(".")
    return any(name == domain or name.endswith("." + domain) for domain in domains)
