"""Who and what a record is about: persons, organizations, places and things."""
