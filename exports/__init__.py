"""Values to bytes and back: workbooks, sheets, papers, reports, charts, pages, calendars. No database, clock or web."""
