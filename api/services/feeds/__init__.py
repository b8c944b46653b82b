"""Calendar links: made and revoked, lessons on their dates, bytes that are kept and built anew when they change."""
