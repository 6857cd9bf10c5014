"""Workbooks: xlsx, xls, xlsb and ods, every sheet of them.

``reader`` gives the cells to ``readers.tables``; ``libraries`` has them from a library, or from
``ods`` and ``xlsb``; ``sheet_cells`` is a sheet with what is said of it beside its values, which
``xlsx_extras`` and ``biff`` find; ``package`` looks how far apart cells lie, ``formulas``
computes values that are missing, ``twin_sheets`` folds a schedule given in two languages. May
import ``readers.tables`` and ``readers.values``. Never knows what a column means.
"""
