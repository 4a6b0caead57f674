"""The embedded index: a disposable SQLite file that narrows what a search has to look at."""
