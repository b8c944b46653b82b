"""Terms of keeping, as they are applied: what has passed its term goes."""
