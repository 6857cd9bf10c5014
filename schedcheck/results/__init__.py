"""What a run gives back: findings, results, their sums, identity and JSON.

Values that are made by the pipeline and read by reports and tasks. May import the law and the
schedule, never readers; knows nothing of how a finding was found or is shown.
"""
