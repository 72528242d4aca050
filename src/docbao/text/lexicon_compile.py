"""`python -m docbao.text.lexicon_compile`: check the built-in lexicon and compile it."""

from __future__ import annotations

from docbao.text.lexicon_source import compile_built_in

if __name__ == "__main__":
    compile_built_in()
