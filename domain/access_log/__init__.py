"""Who looked at what: what is logged of each look, why somebody says they look, and what stands out.

Spec: audit, 5.4. The log itself, its tree and its pages are the outside's (``web/access_log``).
"""
