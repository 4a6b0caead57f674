"""The reader on the screen: a Textual application over the core."""
