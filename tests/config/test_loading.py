from __future__ import annotations

import pickle
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.config import Config, default_text, find_locations, load_config, read_config
from docbao.config.loading import config_from
from docbao.config.yaml_lines import Source
from docbao.errors import ConfigError
from docbao.model import Feed, Selectors

WHOLE = """
language: en
feeds:
  - name: tuoi-tre
    title: Tuổi Trẻ
    url: https://tuoitre.vn/rss/tin-moi-nhat.rss
    date_order: mdy
    max_items: 30
    engine: espeak
    voice: north
    selectors:
      title: h1
      drop: [figure, .related]
  - name: tinh
    kind: listing
    url: http://10.0.0.1/tin
    link_pattern: /tin/[0-9]+
    allow_private: on
    language: en
    enabled: no
  - {name: samples, kind: files, url: package:samples}
speech:
  engine: piper
  order: [piper, espeak]
  online: no
  fallback: off
  voices: {vi: north, en: joe}
  rate: 1.5
audio:
  loudness_lufs: -23
  folder: music
network:
reader:
  text_size: 6
"""


def config_of(tmp_path: Path, text: str | bytes) -> Config:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(path, env={}, cwd=tmp_path)


def what_comes_of(text: str) -> type[Config | ConfigError]:
    locations = find_locations(Path("/x"), env={}, cwd=Path("/"))
    try:
        return type(config_from(locations, Source(Path("feeds.yaml"), text)))
    except ConfigError as error:
        return type(error)


def test_every_key_of_a_feed_is_read(tmp_path: Path) -> None:
    assert config_of(tmp_path, WHOLE).feeds == (
        Feed(
            "tuoi-tre",
            "Tuổi Trẻ",
            "https://tuoitre.vn/rss/tin-moi-nhat.rss",
            date_order="mdy",
            max_items=30,
            engine="espeak",
            voice="north",
            selectors=Selectors(title="h1", drop=("figure", ".related")),
        ),
        Feed(
            "tinh",
            "tinh",
            "http://10.0.0.1/tin",
            kind="listing",
            link_pattern="/tin/[0-9]+",
            allow_private=True,
            language="en",
            enabled=False,
        ),
        Feed("samples", "samples", "package:samples", kind="files"),
    )


def test_settings_are_read_and_the_rest_have_their_defaults(tmp_path: Path) -> None:
    config = config_of(tmp_path, WHOLE)
    assert config.language == "en"
    assert config.speech.engine == "piper"
    assert config.speech.order == ("piper", "espeak")
    assert config.speech.online == "no"
    assert config.speech.fallback is False
    assert config.speech.voices == {"vi": "north", "en": "joe"}
    assert config.speech.rate == 1.5
    assert config.speech.english_by == "english_voice"
    assert config.audio.loudness_lufs == -23.0
    assert config.network == Config(config.locations).network
    assert config.reader.text_size == 6
    assert config.locations.audio == tmp_path / "music"
    assert config.feed("tinh") == config.feeds[1]
    assert config.feed("khac") is None


@pytest.mark.parametrize(
    "text", ["", "# nothing but a comment\n", "feeds:\n", "feeds: []\n", "---\n"]
)
def test_an_empty_file_is_a_config_without_feeds(tmp_path: Path, text: str) -> None:
    assert config_of(tmp_path, text).feeds == ()


def test_a_file_of_feeds_alone_needs_no_heading(tmp_path: Path) -> None:
    config = config_of(tmp_path, "- name: a\n  url: https://a.test/\n")
    assert [feed.name for feed in config.feeds] == ["a"]


@pytest.mark.parametrize(
    "mangle",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\r"),
        lambda text: text.rstrip(),
    ],
    ids=["byte order mark", "Windows line ends", "old Mac line ends", "no last line end"],
)
def test_any_editors_utf_8_will_do(tmp_path: Path, mangle: object) -> None:
    assert callable(mangle)
    assert config_of(tmp_path, mangle(WHOLE.encode())) == config_of(tmp_path, WHOLE)


def test_decomposed_accents_and_hidden_characters_are_cleaned(tmp_path: Path) -> None:
    title = unicodedata.normalize("NFD", "Tuổi\u200b Trẻ") + "\\u202e"
    text = f'- name: a\n  title: "{title}"\n  url: https://a.test/\n'
    assert config_of(tmp_path, text).feeds[0].title == "Tuổi Trẻ"


def test_a_config_crosses_to_worker_processes(tmp_path: Path) -> None:
    config = config_of(tmp_path, WHOLE)
    assert pickle.loads(pickle.dumps(config)) == config


def test_the_first_run_elsewhere_writes_the_shipped_file(tmp_path: Path) -> None:
    (tmp_path / "cwd").mkdir()
    env = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "APPDATA": str(tmp_path)}
    config = load_config(env=env, cwd=tmp_path / "cwd")
    assert config.path.read_text(encoding="utf-8") == default_text()
    config.path.write_text("feeds: []\n")
    assert load_config(env=env, cwd=tmp_path / "cwd").feeds == ()
    assert list((tmp_path / "cwd").iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "file" / "sub", env={})
    assert caught.value.hint is not None
    with pytest.raises(ConfigError):
        load_config(env={"DOCBAO_HOME": str(tmp_path / "file")}, cwd=tmp_path)


def test_reading_alone_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        read_config(find_locations(tmp_path, env={}, cwd=tmp_path))
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.sampled_from(
            ["a", "feeds", "name", "url", "speech", "1", "no", "!x y", "*a", "&a b", "-"]
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
            st.lists(
                st.tuples(st.sampled_from(["feeds", "name", "audio", "<<"]), inner), max_size=3
            ).map(lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"),
        ),
        max_leaves=12,
    )
)
def test_no_file_does_anything_but_make_a_config_or_a_config_error(text: str) -> None:
    assert what_comes_of(text) in (Config, ConfigError)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_is_a_config_or_a_config_error(text: str) -> None:
    assert what_comes_of(text) in (Config, ConfigError)
