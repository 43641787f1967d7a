"""The pack format (docs/packs.md): one TOML file of phrases, read with every problem named, written for people.

    text ─ document (tables and their lines) ─ fields (a table to a Phrase) ─ read (the Pack, its ids) ─ images

`write` is the way back. What a pack says never decides who sees it: its folder does.
"""
