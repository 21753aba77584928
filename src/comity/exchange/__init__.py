"""How partners speak: formats and connectors, one a file."""
