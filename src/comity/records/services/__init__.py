"""What partners do for the people of a case: health, treatment, housing and other help."""
