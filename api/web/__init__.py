"""What stands around every request: deadline, headers, the log of requests, rendering, pages of errors."""
