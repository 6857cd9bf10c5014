"""Schedules of any format written as one: XMLTV, CSV, a workbook and others.

Imports the pipeline to read and to place in time. It knows no rule and finds nothing; what no
format can hold is reported, never dropped.
"""
