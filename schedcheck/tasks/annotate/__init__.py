"""The station's own file given back with its findings in it, and nothing else changed.

Takes the results of an audit and the original, one module a format. It knows nothing of the law
and of how the findings were found.
"""
