"""Broken files as a table: a valid file, one patch per case, the exact faults expected."""
