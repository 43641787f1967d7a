"""Signed publishing and updating on hosts that only keep files: docs/publishing.md, docs/decisions/0007-publishing.md.

    hosts ─ names and trust (what may be believed; no IO) ─ keys ─ catalogue (what a lead sees, verified)
          ─ plan (what to publish, what to install; pure) ─ publish (a lead's side) ─ update (an agent's side)

Nothing here is imported at the start of `phrasebook search` or `phrasebook run`.
"""
