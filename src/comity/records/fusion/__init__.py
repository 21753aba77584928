"""Criminal intelligence, which has rules and an end of its own: 28 CFR Part 23."""
