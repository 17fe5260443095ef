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
