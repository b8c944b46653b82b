"""Values to bytes and back: workbooks, sheets, pages and calendars. Knows no database, clock or web."""
