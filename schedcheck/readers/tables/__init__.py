"""Tables, whatever file they are from: the header, the columns, the rows, and the frame they make.

``csv`` is the reader of delimited texts; workbooks and documents give their tables to ``table``,
which finds the shape and reads it. ``grids`` turns tables of other shapes into a row for each
programme. May import ``readers.values``. Never knows files but by their names, and no libraries of
workbooks.
"""
