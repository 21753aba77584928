"""Hart City, the example jurisdiction: invented people, a real record."""
