"""Harness: pages of articles."""

# ruff: noqa: E501, PT017 - word lists are read across; an error of ours is one of two good ends

from __future__ import annotations

import logging

from tests.fuzz.harness import Harness, files

from docbao.clean import clean_line
from docbao.errors import ExtractError
from docbao.model import Page
from docbao.sources.extract import extract

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("readability").setLevel(logging.CRITICAL)
_URL = "https://bao.example/tin/1.html"


def try_one(data: bytes) -> None:
    """An article of clean lines, or an error of ours."""
    try:
        article = extract(
            Page(_URL, _URL, 200, ("", "text/html; charset=utf-8")[len(data) % 2], data)
        )
    except ExtractError as error:
        assert error.hint
        return
    assert article.lead or article.blocks
    for text in (article.title, article.lead, article.byline, *(b.text for b in article.blocks)):
        assert clean_line(text) == text
    assert all(block.text for block in article.blocks)


HARNESS = Harness(
    "extract",
    try_one,
    words=(b"<div>", b"</div>", b"<p>", b"<br>", b"<table><tr><td>", b"<h1>", b"<script>", b"</script>", b"<!--", b"<svg>", b"<a href='",
           b"<meta property='og:title' content='", b"<base href='", b"<li>", b"<b>", b"&#0;", b"&nbsp;", b"<figure>", b"<noscript>",
           b"<iframe>", b"<template>", b"<title>", b"charset=utf-7", b"<article>", b"<blockquote>", b"<style>"),
    seeds=files("pages", "*.html"),
    most_bytes=16_384,
)  # fmt: skip
