"""What a file is when no format knows it, in words that tell the person what to do about it."""

from __future__ import annotations

from phrasebook.formats.base import FormatError, Source
from phrasebook.language import t

_MAGIC: tuple[tuple[bytes, tuple[str, str]], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        (
            "旧版 Excel（.xls）或加密的工作簿，请用 Excel 或 WPS 另存为 .xlsx",
            "an old .xls or a workbook with a password; save it as .xlsx without one",
        ),
    ),
    (b"PK\x03\x04", ("压缩包", "a zip")),
    (b"%PDF", ("PDF", "a PDF")),
    (b"\x89PNG", ("图片", "a picture")),
    (b"\xff\xd8\xff", ("图片", "a picture")),
    (b"GIF8", ("图片", "a picture")),
    (b"Rar!", ("RAR 压缩包，请先解压", "a RAR archive; unpack it first")),
    (b"7z\xbc\xaf", ("7z 压缩包，请先解压", "a 7z archive; unpack it first")),
    (b"\x1f\x8b", ("gzip 压缩包，请先解压", "a gzip archive; unpack it first")),
    (b"bplist", ("二进制 plist", "a binary plist")),
    (b"SQLite format 3", ("SQLite 数据库", "an SQLite database")),
    (b"<?xml", ("XML", "XML")),
    (b"<!DOCTYPE html", ("网页", "a web page")),
    (
        b"<html",
        (
            "网页（有的系统把它存成 .xls，请用 Excel 打开后另存为 .xlsx）",
            "a web page (some shops save one as .xls: open it in Excel and save it as .xlsx)",
        ),
    ),
    (b"<table", ("网页表格，请用 Excel 打开后另存为 .xlsx", "an HTML table: open it in Excel and save it as .xlsx")),
    (b"{\\rtf", ("RTF 文档", "an RTF document")),
)


def looks_like(source: Source) -> str:
    """What the source seems to be, as part of a sentence. Never raises."""
    if source.is_folder:
        return t("别的文件夹", "some other folder")
    try:
        start = source.start().lstrip(b"\xef\xbb\xbf \r\n\t")
    except FormatError as error:
        return error.message
    if not start:
        return t("空文件", "an empty file")
    for magic, words in _MAGIC:
        if start.lower().startswith(magic.lower()):
            return t(*words)
    if start[:1] in (b"[", b"{"):
        return t("别的 JSON", "some other JSON")
    try:
        source.text()
    except FormatError:
        return t("二进制文件", "a binary file")
    return t("别的文本", "some other text")
