"""What CSV and XLSX share: a team's table of phrases, however it names and lays out its columns.

    sheets (rows of texts) ─ headers (which column says what) ─ rows (to items) ─ values (what one cell means)

`columns` is the way back. The names of columns that are understood stand in docs/formats.md.
"""
