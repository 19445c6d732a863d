"""What a count says and how surely: intervals, comparison of like with like, limits of chance.

Every function is pure and names its source; none knows what is counted.
"""
