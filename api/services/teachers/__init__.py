"""When teachers can: weekly hours, days that differ, what was handed in, and who sees how much of it."""
