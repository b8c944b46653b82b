"""The dated year: lessons on their dates, absences, changes, what was held, what is owed."""
