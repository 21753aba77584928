"""How programs reach the record: HTTP over the acts, with nothing decided here that policy decides."""
