"""The registry in the database: rows to the kernel's values and back, and the problem of a range of dates.

`scope` says what is asked for, `rows` loads it, `reading.registry_of` makes the value; `difference` compares two
values, `importing` plans and applies a workbook, `writing*` change the rows; `problems.problem_of` builds.
"""
