"""Files to documents: one reader per format behind open_document."""
