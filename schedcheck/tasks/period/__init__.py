"""The results of many batches joined: a month, a quarter or a year, and its report.

Reads ``findings.json`` by ``results.codec`` alone, and imports the reports to write; it never
reads a schedule and never judges.
"""
