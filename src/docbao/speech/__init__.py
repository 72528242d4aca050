"""The voices: engines behind one protocol."""
