"""The work behind the commands that do more than one audit: a folder or a module each.

A task may import the pipeline, the reports and what is below them, and no other task; it knows
nothing of the command line: options come as settings, progress goes to a function it is given.
"""
