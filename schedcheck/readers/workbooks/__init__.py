"""Workbooks: xlsx, xls, xlsb and ods, every sheet of them.

``reader`` gives the cells to ``readers.tables``; ``libraries`` looks how far apart cells lie, and
has them from a library, or from ``ods`` and ``xlsb``; ``sheet_cells`` is a sheet with what its file
says beside the values, which ``xlsx_extras`` and ``biff`` read; ``number_formats`` is what formats
make of values; ``formulas`` computes values that are missing, ``twin_sheets`` folds a schedule
given in two languages. May import ``readers.tables`` and ``readers.values``. Never knows what a
column means.
"""
