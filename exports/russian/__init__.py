"""Russian of papers: names in cases, numbers and amounts in words, dates. Values in, text out."""
