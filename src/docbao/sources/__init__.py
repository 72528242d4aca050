"""From an address to an article: fetching, feeds, extraction, dates."""
