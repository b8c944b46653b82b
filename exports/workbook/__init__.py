"""The school's workbook: bytes to a Registry and back. No database, no solver, nothing of a cell is ever run.

`write.write_template`, `write.write_registry`, `read.read_workbook`, `canonical.canonical`; what the sheets are
is said once, in `sheets.SHEETS`. This file imports nothing: the limited child that parses uploads starts here.
"""
