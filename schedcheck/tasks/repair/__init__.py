"""A plan of moves that makes a week lawful: which programmes change places, and the proof.

Imports the pipeline, which judges the week before and after, and the reports to write the plan. It
knows no law of its own: when a programme may begin is asked of ``law.forbidden``.
"""
