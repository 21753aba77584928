"""Pages, read in a browser as the people of Hart City."""
