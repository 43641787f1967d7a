"""Bringing other people's phrases into a library: everything is decided first, then done in one change or not at all.

items (formats) ─ checking (rules of a pack) ─ pictures (there, and pictures?) ─ matching (new, same, conflicting)
─ similar (near-duplicates, reported) ─ Plan ─ applying (one change, one undo)
"""
