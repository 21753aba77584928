"""Where the record is kept: PostgreSQL, the keyring, the log, the search tokens and the queue."""
