"""A folder of schedules checked in several processes, and what is kept for the next run.

Imports the pipeline and the reports. Only ``work_folder`` knows how results are kept, only
``workers`` that there are processes; no step knows what the others found but by the work folder.
"""
