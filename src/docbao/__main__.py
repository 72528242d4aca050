"""`python -m docbao` and the `docbao` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from docbao.cli import run  # noqa: PLC0415 - `docbao --version` must not load it all

    run()


if __name__ == "__main__":
    main()
