"""The search engine: a problem as arrays, a state that knows its score to the unit, moves, annealing.

Everything that runs in the inner loop is compiled by numba; with NUMBA_DISABLE_JIT=1 the same functions run as
plain Python (slow, for tests and debugging) and give the same result to the byte.
"""
