"""Any agency's own tables: a CSV file or a SQL query becomes records by a mapping file."""
