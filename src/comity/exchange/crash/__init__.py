"""NIEM Crash Driver messages, in XML and in JSON-LD."""
