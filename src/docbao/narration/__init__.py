"""An article becomes a recording: who reads it (`casting`), what is asked, the `studio`."""
