"""Cases: pupils, orders and contracts, the table of states, and what needs attention."""
