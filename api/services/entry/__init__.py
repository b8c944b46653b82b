"""Ways in: passwords, codes, sessions, devices, and the throttle before them."""
