"""Numbers and addresses that belong to a person. They are shown with their middles hidden: a report is read by many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from phrasebook.lint.digits import Group, runs
from phrasebook.lint.passages import Passages
from phrasebook.lint.rules import Rule

Found = tuple[int, int, str]

_MOBILE = re.compile(r"(?:0086|86)?(1[3-9]\d{9})")
_SPLITS = {(3, 4, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 5, 3), (3, 8), (7, 4), (4, 7), (5, 6), (6, 5), (11,)}
"""How people group the digits of a mobile number. Others are a row of sizes or prices: 130 140 150 16."""

_PHONE_WORDS = re.compile(r"电话|手机|联系|号码|致电|拨打|师傅|收件人|收货人|tel|phone|call")

_LANDLINE = re.compile(r"(?<![0-9a-z.-])(?<![0-9] )(?:\(0[1-9]\d{1,2}\)|0[1-9]\d{1,2})[- ]?\d{3,4}[- ]?\d{4}(?![0-9])")
_HOTLINE = re.compile(r"(?<![0-9a-z.-])[48]00(?:[- ]?\d{3}[- ]?\d{4}|[- ]?\d{4}[- ]?\d{3})(?![0-9])")

_ID_CARD = re.compile(r"(?<![0-9])[1-8]\d(?:[ -]?\d){15}[ -]?[0-9x](?![0-9a-z])")
_PROVINCES = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)}
_PROVINCES |= {71, 81, 82, 83}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10x98765432"
"""GB 11643-1999: the weighted sum of the first 17 digits, modulo 11, gives the last."""

_CARD = re.compile(r"(?<![0-9])[3-6]\d{3}(?:[ -]?\d){11,15}(?![0-9])")
_CARD_WORDS = re.compile(r"卡|账号|账户|打款|转账|汇款")

_LONG_NUMBER = re.compile(r"(?<![0-9a-z])(?:[a-z]{2,4})?\d{8,22}(?:-\d{6,18})?(?![0-9a-z])")
_ORDER_WORDS = re.compile(r"订单|单号|运单|物流单|快递单|交易号")
_COURIERS = ("sf", "yt", "jd", "zt", "st", "yd", "jt", "dp", "em")
"""How numbers of parcels begin."""
_BARE_ORDER = 15
"""Digits from which a number is an order's even if nothing says so: Taobao's have 18 or 19, barcodes 13."""

_ADDRESS = re.compile(
    r"[省市区县镇乡][^\0\n。,!?;]{0,16}?"
    r"(?:路|街|大道|巷|弄|胡同|村|小区|花园|公寓|大厦|广场|苑|新村|家园)"
    r"[^\0\n。,!?;]{0,10}?(?<![0-9])\d{1,4}(?:号院|号楼|号|弄|栋|幢|座|单元|室|楼|层)"
    r"[0-9a-z号楼栋幢座单元室层\-]{0,16}"
)
_SHOPS_OWN = re.compile(r"退货|退换|退件|寄回|退回|仓|门店|店铺|自提|公司|工厂|展厅|体验店")

_CONTEXT = 14
"""Characters before a number in which a word says what it is."""


def phones(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Mobile numbers."""
    text = passages.folded
    for groups in runs(text):
        i = 0
        while i < len(groups):
            before = text[max(0, groups[i].start - _CONTEXT) : groups[i].start]
            if found := _mobile(groups, i, announced=bool(_PHONE_WORDS.search(before))):
                last, number, end = found
                yield groups[i].start, end, f"{number[:3]}****{number[-4:]}"
                i = last
            i += 1


def _mobile(groups: list[Group], first: int, *, announced: bool) -> tuple[int, str, int] | None:
    """The mobile number that begins with this group: its last group, its digits, where it ends.

    `announced`: a word before it says what it is, however its digits are grouped.
    """
    digits = ""
    for last in range(first, len(groups)):
        group = groups[last]
        digits += group.digits
        if len(digits) < 11:
            continue
        match = _MOBILE.fullmatch(digits)
        spare = 0
        if match is None and group.chinese:  # 一三八…零一定要: the 一 belongs to the next word
            spare, match = 1, _MOBILE.fullmatch(digits[:-1])
        if match and (announced or _grouped(groups[first : last + 1], match.start(1))):
            return last, match[1], group.end - spare
        if len(digits) > 16:
            return None
    return None


def _grouped(groups: list[Group], prefix: int) -> bool:
    """Whether people write a mobile number in groups like these, behind `prefix` digits of a country."""
    if len({group.chinese for group in groups}) > 1 or groups[0].chinese:
        return True
    sizes = tuple(len(group.digits) for group in groups)
    if prefix and sizes[0] == prefix:
        sizes = sizes[1:]
    elif prefix:
        sizes = (sizes[0] - prefix, *sizes[1:])
    return sizes in _SPLITS or set(sizes) == {1} or (set(sizes[:-1]) == {2} and len(sizes) == 6)


def landlines(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Numbers with an area code."""
    for match in _LANDLINE.finditer(passages.folded):
        if 10 <= sum(map(str.isdigit, match[0])) <= 12:
            yield match.start(), match.end(), f"{match[0][:4]}****{match[0][-2:]}"


def hotlines(passages: Passages, rule: Rule) -> Iterator[Found]:
    """400 and 800 numbers."""
    for match in _HOTLINE.finditer(passages.folded):
        yield match.start(), match.end(), ""


def id_cards(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Numbers of identity cards whose province, date of birth and check digit are right."""
    for match in _ID_CARD.finditer(passages.folded):
        if is_id_card(number := _bare(match[0])):
            yield match.start(), match.end(), f"{number[:4]}****{number[-2:]}"


def is_id_card(number: str) -> bool:
    """Whether 18 digits (the last may be x) are the number of an identity card."""
    if int(number[:2]) not in _PROVINCES:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1]


def bank_cards(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Numbers of bank cards: UnionPay's, or others where a word says so; with their check digit."""
    text = passages.folded
    for match in _CARD.finditer(text):
        number = _bare(match[0])
        before = text[max(0, match.start() - _CONTEXT) : match.start()]
        if not has_luhn_digit(number) or (len(number) == 18 and is_id_card(number)) or _ORDER_WORDS.search(before):
            continue
        if number.startswith("62") or _CARD_WORDS.search(before):
            yield match.start(), match.end(), f"{number[:4]}****{number[-4:]}"


def has_luhn_digit(number: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812."""
    total = 0
    for i, character in enumerate(reversed(number)):
        digit = int(character) * (1 + i % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def order_numbers(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Numbers of orders and parcels: long ones, and those that a word says are one."""
    text = passages.folded
    taken = {start for check in (id_cards, bank_cards, phones) for start, _, _ in check(passages, rule)}
    for match in _LONG_NUMBER.finditer(text):
        digits = sum(map(str.isdigit, match[0]))
        before = text[max(0, match.start() - _CONTEXT) : match.start()]
        if match.start() not in taken and (
            digits >= _BARE_ORDER or match[0].startswith(_COURIERS) or _ORDER_WORDS.search(before)
        ):
            yield match.start(), match.end(), f"{match[0][:4]}****{match[0][-2:]}"


def addresses(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Postal addresses down to the house, unless they are called the shop's own (a warehouse for returns)."""
    text = passages.folded
    for match in _ADDRESS.finditer(text):
        before = text[max(0, match.start() - 2 * _CONTEXT) : match.end()]
        if not _SHOPS_OWN.search(before.rpartition("\0")[2]):
            yield match.start(), match.end(), f"{passages.plain[match.start() : match.start() + 5]}…"


def _bare(number: str) -> str:
    return number.replace(" ", "").replace("-", "")
