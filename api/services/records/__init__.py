"""Records the regulation asks for: attestation, the end of the year, books, events, consultations, control, the ППк."""
