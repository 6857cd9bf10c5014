"""The summary page: its templates, the section of a channel, and the week as a picture.

Knows nothing of workbooks and of files but its own templates.
"""
