"""Plans (ИУП, ИОМ, СИПР): rows and figures, versions, agreement of the parent, approval of the director."""
