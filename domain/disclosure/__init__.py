"""What may be published of a table without telling about a person, and what readers can work out of it.

Every function is pure; none knows what is counted. The numbers that are policy, such as the threshold,
are parameters with the defaults of the paper (spec: ux, 7.2; decisions, 16).
"""
