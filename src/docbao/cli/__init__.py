"""The command line: one small module a verb.

stdout is data, stderr is narration. Exit codes: 0 done, 1 failed, 2 usage, 3 some items failed.
"""

from __future__ import annotations

import io
import signal
import sys


def run() -> None:
    """Run the command line on `sys.argv` and leave with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Asked by scripts and package managers, often: answered before anything is loaded.
        from docbao import __version__  # noqa: PLC0415 - as above

        print(f"docbao {__version__}", flush=True)
        return
    from docbao.cli.verbs import main  # noqa: PLC0415 - click is not needed for the above

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `docbao list | head` ends quietly
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter gets a question mark, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
