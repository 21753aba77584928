"""Comity: one shared record for the agencies of a justice system and their partners."""
