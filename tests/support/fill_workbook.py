"""Types into cells of a workbook as a spreadsheet would: usage: fill_workbook.py IN.xlsx OUT.xlsx CELL=TEXT…     (first sheet)"""
import html
import io
import re
import sys
import zipfile

PAGE = "xl/worksheets/sheet1.xml"


def filled(book: bytes, cells: dict) -> bytes:
    """The workbook with these texts in cells that are there already, empty or not."""
    source, out = zipfile.ZipFile(io.BytesIO(book)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            part = source.read(item)
            if item.filename == PAGE:
                page = part.decode()
                for cell, text in cells.items():
                    page, count = re.subn(rf'<c r="{cell}"( s="\d+")?[^>]*?(/>|>.*?</c>)',
                                          lambda hit: f'<c r="{cell}"{hit[1] or ""} t="inlineStr"><is><t>{html.escape(text)}</t></is></c>', page)
                    assert count == 1, f"no cell {cell}"
                part = page.encode()
            target.writestr(item.filename, part)
    return out.getvalue()


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as given:
        content = filled(given.read(), dict(cell.split("=", 1) for cell in sys.argv[3:]))
    with open(sys.argv[2], "wb") as out_file:
        out_file.write(content)
