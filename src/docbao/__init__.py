"""docbao, "to read the newspaper": reads Vietnamese news to people who cannot see it well."""

__version__ = "0.1.0"
