"""Values to bytes and back: workbooks, sheets, reports, charts, pages and calendars. Knows no database, clock or web."""
