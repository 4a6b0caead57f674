"""Measurements of the whole program; not collected by pytest."""
