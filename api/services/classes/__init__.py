"""Timetables of classes: written as a grid or brought in as a table, and the home lessons a change breaks."""
