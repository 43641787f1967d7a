"""What no list of words can find, by the name that a rule gives as its `check`.

A check looks through the long text of all passages and yields where something stands and how it may be shown; "" means
as it is. Whatever the text, the time grows with its length only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from phrasebook.lint import contacts, marks, personal
from phrasebook.lint.passages import Passages
from phrasebook.lint.rules import Rule

Check = Callable[[Passages, Rule], Iterator[tuple[int, int, str]]]

CHECKS: dict[str, Check] = {
    "phone": personal.phones,
    "landline": personal.landlines,
    "hotline": personal.hotlines,
    "id-card": personal.id_cards,
    "bank-card": personal.bank_cards,
    "order-number": personal.order_numbers,
    "address": personal.addresses,
    "contact-id": contacts.ids,
    "email": contacts.emails,
    "link": contacts.links,
    "brackets": marks.brackets,
    "punctuation": marks.punctuation,
    "script": marks.script,
}
