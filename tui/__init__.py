"""Postil: a keyboard-driven reader and annotator for the terminal."""

__version__ = "0.1.0"
