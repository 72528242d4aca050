from __future__ import annotations

import threading

from tests.session.test_session import article_of

from docbao.session.pages import Pages


def long_article(paragraphs: int) -> Pages:
    return Pages(article_of(*(f"Câu một của đoạn {n}. Câu hai." for n in range(paragraphs))))


def test_no_more_is_cut_than_is_looked_at() -> None:
    pages = long_article(10_000)
    assert pages.sentences
    assert pages.has(4)
    assert pages.sentences[4].text == "Câu hai."
    assert pages.paragraph_of(4).text.startswith("Câu một của đoạn 1.")
    assert len(pages._sentences) < 10
    assert len(pages.sentences) == 20_001
    assert not pages.has(20_001)
    assert not pages.has(-1)
    assert pages.sentences[-1].paragraph == len(pages.paragraphs) - 1 == 10_000


def test_an_article_of_no_words_has_no_sentences() -> None:
    pages = Pages(article_of("…", "***", title="—"))
    assert not pages.sentences
    assert not pages.has(0)
    assert list(pages.paragraphs) == []


def test_threads_that_cut_at_once_see_one_article() -> None:
    pages = long_article(500)
    seen: list[list[str]] = []

    def look() -> None:
        seen.append([pages.sentences[n].text for n in range(1_001) if pages.has(n)])

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen[0]) == 1_001
    assert all(texts == seen[0] for texts in seen)
