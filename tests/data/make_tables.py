"""Makes the sample tables in formats/: `python -m tests.data.make_tables`. What they show stands in
tests/unit/formats/test_samples.py.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.drawing.image import Image as Picture
from PIL import Image

HERE = Path(__file__).parent / "formats"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = b"application/vnd.openxmlformats-officedocument.spreadsheetml"


def main() -> None:
    """Write all of them."""
    for folder in ("csv/images", "tsv", "xlsx"):
        (HERE / folder).mkdir(parents=True, exist_ok=True)
    _csv()
    _team()
    _scopes()
    _pictures()


def _csv() -> None:
    folder = HERE / "csv"
    qianniu = (
        "分组名称,快捷编码,快捷短语\r\n"
        '售前接待,zai,"在的亲~\r\n您请说"\r\n'
        "售前接待,fh,付款后48小时内发出哦\r\n"
        "售后-退换,th,请您在订单里申请退货\r\n"
        "售后 - 退换,thdz,退货地址：杭州市余杭区1号仓\r\n"
    )
    (folder / "千牛快捷短语.csv").write_bytes(qianniu.encode("gb18030"))
    semicolon = (
        'sep=;\r\nName;Text;Keyword;Tags\r\nHello;"Hello; how can I help?";hi;greeting, start\r\nBye;Bye!;bye;\r\n'
    )
    (folder / "semicolon.csv").write_bytes(semicolon.encode("utf-8-sig"))
    merged = (
        "售后组话术表（2026年6月）,,,,\n"
        "填写说明：请不要改动表头；关键词之间用顿号隔开,,,,\n"
        "一级分类,二级分类,标题,内容（必填）,关键词\n"
        "售前,接待,问候,您好~,在吗、你好\n"
        ",,应一声,在的,\n"
        ",议价,第一轮,已经是活动价啦,便宜点\n"
        "售后,退换货,退货,请寄回,退货\n"
        ",,换货,可以换的,换货\n"
        ",,,,\n"
        ",,没写内容的,,\n"
        "合计,,,5,\n"
    )
    (folder / "合并单元格另存.csv").write_bytes(merged.encode("utf-8-sig"))
    several = (
        "序号,问题,话术1,话术2,话术3,开始日期,失效时间\n"
        "1,发货,48小时内发,明天发,,2026/6/1,2026年6月20日\n"
        "2,价保,保价15天,,,,6月18日前\n"
    )
    (folder / "一题多答.csv").write_bytes(several.encode())
    pictures = "标题,内容,图片\n尺码表,这是尺码表~,D:\\话术\\图片\\尺码.PNG\n只有图,,尺码\n没有的,您看,没有.png\n"
    (folder / "带图片.csv").write_bytes(pictures.encode())
    _png("red").save(folder / "images" / "尺码.png")
    _utf16()


def _utf16() -> None:
    unicode_text = '分类\t标题\t内容\n售前 > 接待\t问候\t"您好，\n欢迎光临"\n售前/接待\t\t=欢迎=\n'
    (HERE / "tsv" / "Unicode文本.txt").write_bytes(unicode_text.encode("utf-16"))
    (HERE / "tsv" / "no-mark.tsv").write_bytes(unicode_text.encode("utf-16-le"))


def _team() -> None:
    """How a team lead's workbook looks."""
    book = Workbook()
    sheet = book.active
    sheet.title = "售前"
    sheet.append(["××旗舰店售前话术（内部资料）"])
    sheet.merge_cells("A1:G1")
    sheet.append(["说明：编码不要重复；大促话术写上失效日期"])
    sheet.append([])
    sheet.append(["分组", "话术标题", "话术内容", "快捷编码", "关键词", "失效日期", "使用次数"])
    rows = [
        ["接待", "问候", "您好，欢迎光临~\n看中哪款发给我", 7, "在吗|你好", None, 128],
        [None, "应一声", "在的亲", "zai", None, None, 96],
        [None, "回头客", "又见面啦", "htk", None, None, 12],
        ["大促", "618满减", "满300减50，可叠加店铺券", "618", None, date(2026, 6, 20), 55],
        [None, "空白", None, None, None, None, None],
        [None, None, "没有标题的一条", None, None, None, 1],
    ]
    for row in rows:
        sheet.append(row)
    sheet.append([])
    sheet.append(["合计", None, "=COUNTA(C5:C10)"])
    sheet["D5"].number_format = "000"
    sheet["F8"].number_format = 'yyyy"年"m"月"d"日"'
    sheet.merge_cells("A5:A7")
    sheet.merge_cells("A8:A9")
    after = book.create_sheet("售后")
    after.append(["分组", "话术标题", "话术内容", "快捷编码"])
    after.append(["查件催件", "报单号", "您的单号是{{ask:单号}}", "bdh"])
    after.append(["退换货", "=HYPERLINK", "=1+1", None])
    after["B3"].data_type = after["C3"].data_type = "s"
    notes = book.create_sheet("修改记录")
    notes.append(["日期", "谁", "改了什么"])
    notes.append([date(2026, 5, 1), "组长", "加了618"])
    old = book.create_sheet("旧话术")
    old.append(["标题", "内容"])
    old.append(["过时", "不要再用"])
    old.sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    (HERE / "xlsx" / "团队话术.xlsx").write_bytes(with_shared_strings(made.getvalue()))


def _scopes() -> None:
    book = Workbook()
    book.remove(book.active)
    for name, text in (("公共话术", "公共的"), ("部门话术-售后组", "部门的"), ("个人", "我的")):
        sheet = book.create_sheet(name)
        sheet.append(["标题", "内容"])
        sheet.append(["一条", text])
    book.save(HERE / "xlsx" / "三个范围.xlsx")


def _pictures() -> None:
    """Pictures over the cells (Excel), and one in a cell (WPS), which openpyxl doesn't know how to write."""
    book = Workbook()
    sheet = book.active
    sheet.append(["标题", "内容", "图片"])
    sheet.append(["尺码表", "这是尺码表"])
    sheet.append(["洗涤", "这样洗"])
    sheet.append(["实拍", None, '=_xlfn.DISPIMG("ID_ABC",1)'])
    sheet["C4"].data_type = "s"
    sheet.add_image(Picture(_file(_png("green"))), "C2")
    sheet.add_image(Picture(_file(_png("blue"))), "D3")
    made = io.BytesIO()
    book.save(made)
    cell_images = (
        '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" '
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><etc:cellImage><xdr:pic>'
        '<xdr:nvPicPr><xdr:cNvPr id="1" name="ID_ABC"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/>'
        "</xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/wps.png"/>'
        "</Relationships>"
    )
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("xl/cellimages.xml", cell_images)
        package.writestr("xl/_rels/cellimages.xml.rels", relations)
        package.writestr("xl/media/wps.png", _file(_png("black")).getvalue())
    (HERE / "xlsx" / "带图片.xlsx").write_bytes(made.getvalue())


def with_shared_strings(data: bytes) -> bytes:
    """A workbook of openpyxl with its texts in a table of their own, which is where Excel and WPS keep them."""
    strings: list[bytes] = []

    def moved(match: re.Match[bytes]) -> bytes:
        strings.append(match[1])
        return b't="s"><v>%d</v>' % (len(strings) - 1)

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                part = re.sub(rb't="inlineStr"><is>(.*?)</is>', moved, part, flags=re.DOTALL)
            elif info.filename == "xl/_rels/workbook.xml.rels":
                relation = b'<Relationship Id="rIdS" Type="%s/sharedStrings" Target="sharedStrings.xml"/>' % _RELATIONS
                part = part.replace(b"</Relationships>", relation + b"</Relationships>")
            elif info.filename == "[Content_Types].xml":
                kind = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s.sharedStrings+xml"/>' % _CONTENT
                part = part.replace(b"</Types>", kind + b"</Types>")
            target.writestr(info, part)
        table = b"".join(b"<si>%s</si>" % string for string in strings)
        target.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (_MAIN, table))
    return out.getvalue()


def _png(colour: str) -> Image.Image:
    return Image.new("RGB", (8, 8), colour)


def _file(picture: Image.Image) -> io.BytesIO:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out


if __name__ == "__main__":
    main()
