"""Where an annotation belongs: described when it is made, resolved in today's text."""
