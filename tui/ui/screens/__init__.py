"""The screens and what the reader's keys do on them."""
