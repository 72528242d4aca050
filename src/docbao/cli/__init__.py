"""The command line: one small module a verb."""


def run() -> None:
    """Run the command line."""
