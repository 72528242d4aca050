"""Podcast feeds, radio programmes, talking books and sites."""
