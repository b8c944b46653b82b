"""Values for reports of a month: what was taught, to be drawn, printed and settled."""
