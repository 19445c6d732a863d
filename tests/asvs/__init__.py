"""The items of OWASP ASVS 5.0.0, levels 1 and 2: which apply, and the test that keeps each (spec: audit, 6.2).

``level_2.txt`` holds the numbers of the published standard (owasp.org/asvs), one a line, and no text of it.
"""
