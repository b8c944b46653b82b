"""Schools of the network: options, agreements, bells, hours, school years."""
