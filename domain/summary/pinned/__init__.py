"""Every version of the code lists and of the counting rules, as data that is never changed.

``today.py`` says what the program says now, in the same form; ``python -m tests.releases.pin`` writes it
as the next version.
"""
