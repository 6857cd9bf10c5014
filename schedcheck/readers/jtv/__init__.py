"""JTV: an index of starts and a file of titles for each channel.

``reader`` reads the index and pairs the files, ``titles`` finds the titles and their letters. May
import ``readers.files``, which knows which files are halves. Never knows other formats.
"""
