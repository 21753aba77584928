"""Who may see and do what, and why: values and plain functions, no clock, no database."""
