"""One person's own phrases on several machines: what was edited here goes to the host, what others edited comes back.

remote (states of all devices) ─ disk (the personal packs as they are now) ─ deciding (pure: edits since the last time,
what shall be on the disk) ─ writing (texts of packs, pictures; one change of the library) ─ local (what is known now)
─ remote (this device's state)

docs/decisions/0010-personal-sync.md says why nothing is lost.
"""
