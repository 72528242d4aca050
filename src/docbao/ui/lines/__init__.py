"""The line mode: the reading session as plain lines, for screen readers, pipes and scripts.

Lines are only ever added; there is no colour, no cursor movement, not one ESC byte.
"""
