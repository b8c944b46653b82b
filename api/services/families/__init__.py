"""What families tell of their week: when an adult is at home, times that are taken, wishes, addresses, limits."""
