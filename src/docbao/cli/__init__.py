"""The command line: one small module a verb.

stdout is data, stderr is narration. Exit codes: 0 done, 1 failed, 2 usage, 3 some items failed.
"""

from __future__ import annotations

import io
import os
import sys


def run() -> None:
    """Run the command line on `sys.argv` and leave with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Asked by scripts and package managers, often: answered before anything is loaded.
        from docbao import __version__  # noqa: PLC0415 - as above

        print(f"docbao {__version__}", flush=True)
        return
    from docbao.cli.verbs import main  # noqa: PLC0415 - click is not needed for the above

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter gets a question mark, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    finally:
        _let_go_of_output()


def _let_go_of_output() -> None:
    """Let `docbao list | head` end quietly: its reader has gone, and there is nothing to say.

    The default of the signal SIGPIPE would end docbao just as quietly, but also where a player or
    a voice has died at the other end of a pipe: that is to be told and mended.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - until the process ends
