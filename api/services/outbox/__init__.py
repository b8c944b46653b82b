"""Messages to people: put in with what changes, sent at least once, looked after by the deputy."""
