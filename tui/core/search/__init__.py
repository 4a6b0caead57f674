"""Finding notes, tags and text: a query, an index, hits."""
