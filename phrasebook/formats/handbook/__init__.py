"""Handbooks for people: plain text (which is read back), Markdown, and HTML to print or to look things up in."""
