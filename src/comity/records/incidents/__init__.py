"""Incidents and calls."""
