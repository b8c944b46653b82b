"""Values to bytes and back: workbooks, sheets, charts, pages and calendars. Knows no database, clock or web."""
