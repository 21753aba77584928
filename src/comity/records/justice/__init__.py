"""The case flow, from complaint to release."""
