"""The sidecar beside a source: TinyDB on disk, annotations in memory."""
