"""Annotations in other programs' forms: one file per format."""
