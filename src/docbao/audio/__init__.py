"""Samples and files of sound: codec, assembly, loudness, tags, playback."""
