"""The commands of `homelessons` and what they share: files read, faults told, progress, lines for the terminal."""
