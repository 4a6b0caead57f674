"""What Postil knows without a screen: documents, annotations, sidecars, search."""
