"""The two faces of a reading session: the screen and the line mode."""
