"""What can be on the record: one small class a kind, and what is derived from it."""
