"""Documents for the official: the record of what was found, the letter and the reminder.

They are made from results as JSON has them, by templates in Kazakh and Russian.
"""
