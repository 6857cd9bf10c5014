"""One finding explained: how its minutes come about, the law, and what may be wrong with it.

Reads findings by ``results.codec`` and calculates with ``law`` alone, apart from the checks, so
that a wrong check shows. It never reads a schedule.
"""
