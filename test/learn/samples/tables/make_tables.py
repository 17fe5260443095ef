"""Writes the tables that table.test.ts reads, by two other programs' writers of .xlsx.

    python make_tables.py    (XlsxWriter 3.3, openpyxl 3.1)
"""

import datetime

import openpyxl
import xlsxwriter

made = datetime.datetime(2026, 11, 24)

book = xlsxwriter.Workbook("xlsxwriter.xlsx")
book.set_properties({"created": made})
book.add_worksheet("空")
hidden = book.add_worksheet("藏")
hidden.write("A1", "秘密")
hidden.hide()
sheet = book.add_worksheet("术语")
bold = book.add_format({"bold": True})
for column, heading in enumerate(["术语", "释义", "领域"]):
    sheet.write(0, column, heading, bold)
sheet.write_rich_string("A2", "靶", bold, "向")
sheet.write("B2", "针对<特定>分子")
sheet.write("C2", "医学")
sheet.write_formula("A4", '="免"&"疫"', None, "免疫")
sheet.write("C4", 5)
book.close()

book = openpyxl.Workbook()
sheet = book.active
sheet.append(["术语", "释义", "领域"])
sheet.append(["靶向", "针对<特定>分子", "医学"])
sheet.append([])
sheet["A4"] = "免疫"
sheet["C4"] = 5
book.properties.created = made
book.save("openpyxl.xlsx")

# As people keep them: a cover sheet, a title, headings over two rows, merged cells, a note.
book = openpyxl.Workbook()
cover = book.active
cover.title = "封面"
for line in ["肿瘤科", "术语表", "2026 年", "第二版"]:
    cover.append([line])
sheet = book.create_sheet("词表")
sheet.append(["肿瘤科术语表"])
sheet.append(["领域", "术语", "内容"])
sheet.append([None, None, "释义", "例句"])
sheet.append(["治疗", "靶向", "针对特定分子的治疗", "该院开展靶向药物研究。"])
sheet.append([None, "免疫", "身体的防御"])
sheet.append(["检查", "活检"])
sheet.append([])
sheet.append(["注：本表由肿瘤科提供，每年修订。"])
for area in ["A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A5", "A8:D8"]:
    sheet.merge_cells(area)
book.properties.created = made
book.save("kept.xlsx")
