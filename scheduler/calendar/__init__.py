"""The school year: from the cycle of weeks to lessons on dates. No solver, no clock: what is asked has a date."""
