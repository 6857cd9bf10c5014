"""The pipeline from files to results: settings, run, scan, judge, audit, and the steps one by one.

Only here are the steps joined. Imports reports never, and of the rooms below it any; knows nothing
of the command line, of reports and of the tasks that call it.
"""
