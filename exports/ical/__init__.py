"""Calendars to subscribe to: one VEVENT per dated lesson, in UTC, with lasting UIDs and honest stamps."""
