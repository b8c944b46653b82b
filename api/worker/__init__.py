"""The child that solves, a program of its own: `python -m api.worker`. Nothing else of the service imports it."""
