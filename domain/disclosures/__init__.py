"""Handing records to somebody outside: to whom, on what basis, and what of them (DPA 2018, s. 62)."""
