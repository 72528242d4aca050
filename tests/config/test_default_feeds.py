from __future__ import annotations

import re
from pathlib import Path

import pytest

from docbao.config import default_text, load_config
from docbao.config.reference import keys_reference
from docbao.i18n import LANGUAGES
from docbao.model import Feed

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Feed, ...]:
    path = tmp_path_factory.mktemp("home") / "feeds.yaml"
    path.write_text(default_text(), encoding="utf-8")
    return load_config(path, env={}).feeds


def test_the_shipped_file_has_feeds_of_each_kind_in_both_languages(
    shipped: tuple[Feed, ...],
) -> None:
    assert {feed.kind for feed in shipped} == {"rss", "listing", "files"}
    assert {feed.language for feed in shipped} == {"vi", "en"}
    assert sum(feed.enabled for feed in shipped) >= 10


def test_its_web_addresses_are_each_there_once_and_all_encrypted(
    shipped: tuple[Feed, ...],
) -> None:
    urls = [feed.url for feed in shipped if feed.kind != "files"]
    assert len(set(urls)) == len(urls)
    assert all(url.startswith("https://") for url in urls)


def test_tuoi_tre_is_read_month_first(shipped: tuple[Feed, ...]) -> None:
    assert [feed.date_order for feed in shipped if "tuoitre.vn" in feed.url] == ["mdy"]


def test_the_settings_it_shows_as_comments_are_right_and_are_the_defaults(tmp_path: Path) -> None:
    shown = default_text().partition("# ── Cài đặt")[2]
    lines = [line[2:] for line in shown.splitlines() if re.match(r"# +[a-z_]+:", line)]
    assert len(lines) >= 10
    path = tmp_path / "feeds.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    config = load_config(path, env={})
    path.write_text("", encoding="utf-8")
    default = load_config(path, env={})
    assert (config.speech, config.reading, config.audio) == (
        default.speech,
        default.reading,
        default.audio,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_page_is_in_step_with_the_keys(language: str) -> None:
    page = (ROOT / "docs" / "feeds-yaml.md").read_text(encoding="utf-8")
    assert keys_reference(language) in page  # type: ignore[arg-type] # one of LANGUAGES
