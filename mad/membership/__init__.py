"""Members, their terms and ties, the Council's composition, and who may act on a day (R1 to R8)."""
