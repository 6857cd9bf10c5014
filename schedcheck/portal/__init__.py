"""The portal: stations upload their weeks in a browser and see the verdict of this program at once.

A site of Django. It knows no law and reads no schedule: a process of its own (``judge_process``)
judges each upload as ``check`` does. Only the commands ``serve`` and ``portal`` start it, and
nothing else imports it: it needs the extra ``portal``.
"""
