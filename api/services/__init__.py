"""What the service does: use cases over stored rows. No HTTP, no clock, no commit; each change leaves an audit row."""
