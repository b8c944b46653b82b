"""Accounts, what they may be, and the links that invite them."""
