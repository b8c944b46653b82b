"""The demo as a running service: the same invented school, with people who sign in and papers that run out."""
