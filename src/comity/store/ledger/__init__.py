"""What was sent to whom and what arrived: numbered, hashed, and compared; values only."""
