"""What each profession sees and does next: pure functions of records, so that a desk can be tested with literals."""
