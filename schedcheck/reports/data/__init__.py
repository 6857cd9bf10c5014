"""Findings for programs: JSON, CSV, SARIF and JUnit.

The members of a finding and their forms are those of ``results.codec``; here is only what each
format makes of them. Knows nothing of the other reports but their wording.
"""
