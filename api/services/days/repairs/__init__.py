"""Lessons of the dated year mended: seats that are right today, make-ups, substitutions."""
