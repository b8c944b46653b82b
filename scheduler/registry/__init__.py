"""What a school knows and keeps: people, plans, bells, families, calendar; and the problem built from it.

The registry is the common value of everything that holds a school's data: the workbook reads and writes it, the
database will; `build` turns it into the kernel's Problem for a range of dates.
"""
