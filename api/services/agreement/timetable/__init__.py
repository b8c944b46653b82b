"""Versions of a family's timetable: content, states, offer, answers, approval, publication."""
