"""TOML for people who edit by hand: where a key stands, and what is wrong with a text, in words that help."""
