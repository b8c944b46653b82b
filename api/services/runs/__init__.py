"""Runs of the solver and the variants they give: asking for one, watching it, keeping, comparing."""
