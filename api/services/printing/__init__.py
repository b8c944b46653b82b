"""Printed papers: what a form says of a case, whose template it is made from, what was given out, sets in one go."""
