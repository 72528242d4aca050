"""Local texts become articles, and a folder of them a bulletin."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.permissions import needs_permissions
from tests.sources.test_charset import in_tcvn3, in_windows_1258

from docbao.errors import DocbaoError, ExtractError, SourceError
from docbao.model import Article, Feed
from docbao.sources.files import read_document, read_folder, read_text

NOW = datetime(2024, 5, 1, 3, tzinfo=UTC)
TITLE = "Xã vùng cao khánh thành nhà văn hóa mới"
LEAD = (
    "Công trình rộng 320 mét vuông, có phòng đọc và loa cho người khiếm thị, dùng từ đầu tháng tư."
)
BODY = (
    "Nhà văn hóa xây trên nền trường cũ, kinh phí 1,9 tỷ đồng, người dân góp 600 ngày công.",
    "Bà Lý Mùi Pham, trưởng thôn, cho biết tối nào phòng đọc cũng sáng đèn tới chín giờ.",
    "Thời gian tới, xã mở lớp học chữ nổi cho mười bốn người, do giáo viên huyện về dạy.",
)
PORTAL = f"""CongXa - Block_BanTin_Toolbar

02/4/2024
Tăng cỡ chữ Giảm cỡ chữ
{TITLE}
{LEAD}

 CongXa - Block_BanTin_ViewData

{BODY[0]}

{BODY[1]}

{BODY[2][:-1]}./.

Sùng A Tráng"""


def said(article: Article) -> list[str]:
    return [article.title, article.lead, *(block.text for block in article.blocks)]


def test_a_text_copied_from_a_portal_is_heard_without_the_portal() -> None:
    article = read_text(PORTAL, now=NOW)
    assert said(article) == [TITLE, LEAD, *BODY]
    assert article.byline == "Sùng A Tráng"
    assert article.published == datetime(2024, 4, 1, 17, tzinfo=UTC)
    assert article.language == "vi"


@pytest.mark.parametrize(
    "body",
    [
        PORTAL.encode(),
        PORTAL.encode("utf-8-sig"),
        PORTAL.encode("utf-16"),
        PORTAL.replace("\n", "\r\n").encode(),
        in_windows_1258(PORTAL),
        in_tcvn3(PORTAL),
    ],
    ids=["utf8", "bom", "utf16", "crlf", "1258", "tcvn3"],
)
def test_a_file_reads_the_same_in_every_encoding(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "bản tin.txt"
    path.write_bytes(body)
    article = read_document(path, now=NOW, feed="xa")
    assert said(article) == [TITLE, LEAD, *BODY]
    assert article.feed == "xa"
    assert article.url.startswith("file:///")


def test_lines_wrapped_by_a_mail_program_are_joined() -> None:
    wrapped = (
        "Thông báo nghỉ cắt điện\n\nNgày 3 tháng 5, điện lực huyện cắt điện để sửa đường dây từ\n"
        "bảy giờ sáng tới bốn giờ chiều ở ba thôn Nà Lầu, Nà Cáy và\nNà Phặc; bà con chú ý đun nước"
        " và sạc đèn từ tối hôm trước.\n\nMọi thắc mắc xin hỏi tổ trực tại trụ sở ủy ban xã, có"
        " người\nnghe máy suốt ngày đêm, kể cả ngày nghỉ, không thu phí\nnào của người gọi.\n"
    )
    article = read_text(wrapped, now=NOW)
    assert article.title == "Thông báo nghỉ cắt điện"
    assert article.lead.endswith("từ tối hôm trước.")
    assert len(article.blocks) == 1
    assert article.blocks[0].text.startswith("Mọi thắc mắc xin hỏi tổ trực")
    assert "kể cả ngày nghỉ, không thu phí nào" in article.blocks[0].text


def test_dashes_at_the_head_of_lines_make_a_list() -> None:
    article = read_text(f"{TITLE}\n{LEAD}\n- Bàn ghế mới\n- Hai tủ sách\n{BODY[0]}", now=NOW)
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("list_item", "Bàn ghế mới"),
        ("list_item", "Hai tủ sách"),
        ("paragraph", BODY[0]),
    ]


def test_one_sentence_is_said_once() -> None:
    assert said(read_text("Xin chào bà con.", now=NOW)) == ["Xin chào bà con.", ""]


def test_the_same_text_is_the_same_article_and_has_the_present_as_its_time() -> None:
    first, second = read_text(LEAD, now=NOW), read_text(LEAD, now=NOW)
    assert first == second
    assert first.published == NOW
    assert len(first.id) == 16


def test_a_date_in_the_future_is_not_believed() -> None:
    assert read_text(f"{TITLE}\n01/01/2031\n{LEAD}", now=NOW).published == NOW


@pytest.mark.parametrize("text", ["", " \n\n", "\x1b[2J\u200b", "Tăng cỡ chữ Giảm cỡ chữ\n./."])
def test_a_text_without_anything_to_say_is_an_error(text: str) -> None:
    with pytest.raises(ExtractError):
        read_text(text, now=NOW)


def test_controls_in_a_text_do_not_come_through() -> None:
    article = read_text(f"{TITLE[:5]}\x1b[31m{TITLE[5:]}\n\u202e{LEAD}\n{BODY[0]}", now=NOW)
    assert said(article) == [TITLE, LEAD, BODY[0]]


def test_markdown_is_read_by_its_kinds(tmp_path: Path) -> None:
    path = tmp_path / "tin.md"
    path.write_text(
        f"""---
title: "{TITLE}"
author: Sùng A Tráng
date: 2024-04-02
---

{LEAD}

## Phòng đọc

{BODY[0][:40]}
{BODY[0][41:]}

- **Bàn** ghế [mới](https://example.test)
- Hai *tủ* sách

> Tối nào cũng sáng đèn.

| Thôn | Người |
|------|------:|
| Nà Lầu | 14 |

```
mã = 1
```
![Ảnh](a.jpg "x")
Xem thêm
""",
        encoding="utf-8",
    )
    article = read_document(path, now=NOW)
    assert (article.title, article.lead, article.byline) == (TITLE, LEAD, "Sùng A Tráng")
    assert article.published == datetime(2024, 4, 1, 17, tzinfo=UTC)
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("heading", "Phòng đọc"),
        ("paragraph", BODY[0]),
        ("list_item", "Bàn ghế mới"),
        ("list_item", "Hai tủ sách"),
        ("quote", "Tối nào cũng sáng đèn."),
        ("table_row", "Thôn; Người"),
        ("table_row", "Nà Lầu; 14"),
        ("caption", "Ảnh"),
    ]


def test_the_first_heading_of_a_markdown_text_is_its_title(tmp_path: Path) -> None:
    path = tmp_path / "tin.md"
    path.write_text(f"# {TITLE} #\n\n{LEAD}\n\n{BODY[0]}\n", encoding="utf-8")
    assert said(read_document(path, now=NOW)) == [TITLE, LEAD, BODY[0]]


def test_a_saved_page_is_extracted(tmp_path: Path) -> None:
    path = tmp_path / "trang.html"
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY)
    path.write_text(
        f"<html><body><h1>{TITLE}</h1><p class=sapo>{LEAD}</p><div>{paragraphs}</div></body>",
        encoding="utf-8",
    )
    assert said(read_document(path, now=NOW)) == [TITLE, LEAD, *BODY]


def test_what_is_no_text_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "anh.txt").write_bytes(bytes(range(256)) * 64)
    (tmp_path / "lon.txt").write_bytes(b"a" * 5_000_001)
    (tmp_path / "rong.txt").write_bytes(b"")
    for name in ("anh.txt", "lon.txt", "rong.txt", "khong-co.txt", "."):
        path = tmp_path / name
        with pytest.raises(SourceError) as told:
            read_document(path, now=NOW)
        assert path.name in str(told.value)
        assert told.value.hint is not None
        assert "\n" not in str(told.value)


@needs_permissions
@pytest.mark.usefixtures("bound")
def test_a_file_one_may_not_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "kin.txt"
    path.write_text(LEAD, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(SourceError):
        read_document(path, now=NOW)


def folder_of_three(root: Path) -> Path:
    folder = root / "ban-tin"
    (folder / "nam").mkdir(parents=True)
    (folder / "cu.txt").write_text(f"Tin cũ\n01/02/2024\n{LEAD}\n{BODY[0]}", encoding="utf-8")
    (folder / "nam" / "moi.md").write_text(
        f"---\ndate: 2024-04-20\n---\n# Tin mới\n\n{LEAD}\n\n{BODY[0]}", encoding="utf-8"
    )
    undated = folder / "giua.txt"
    undated.write_text(f"Tin giữa\n{LEAD}\n{BODY[0]}", encoding="utf-8")
    stamp = datetime(2024, 3, 3, tzinfo=UTC).timestamp()
    os.utime(undated, (stamp, stamp))
    (folder / "hong.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    (folder / ".an.txt").write_text(LEAD, encoding="utf-8")
    (folder / "anh.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def feed(max_items: int = 60) -> Feed:
    return Feed("xa", "Bản tin xã", "ban-tin", kind="files", max_items=max_items)


def test_a_folder_is_a_bulletin_newest_first_and_bad_files_are_reported(tmp_path: Path) -> None:
    refused: list[tuple[str, DocbaoError]] = []
    bulletin = read_folder(
        feed(),
        folder_of_three(tmp_path),
        now=NOW,
        on_error=lambda path, error: refused.append((path.name, error)),
    )
    assert [entry.title for entry in bulletin.entries] == ["Tin mới", "Tin giữa", "Tin cũ"]
    assert all(entry.link.startswith("file:///") for entry in bulletin.entries)
    assert all(entry.summary == LEAD for entry in bulletin.entries)
    assert [name for name, _ in refused] == ["hong.txt"]
    assert bulletin.retrieved == NOW


def test_an_entry_keeps_its_id_when_the_folder_moves(tmp_path: Path) -> None:
    folder = folder_of_three(tmp_path)
    before = read_folder(feed(), folder, now=NOW)
    moved = tmp_path / "noi-khac"
    shutil.move(folder, moved)
    after = read_folder(feed(), moved, now=NOW)
    assert [entry.id for entry in before.entries] == [entry.id for entry in after.entries]
    assert len({entry.id for entry in after.entries}) == 3


def test_an_entry_leads_to_its_article(tmp_path: Path) -> None:
    folder = folder_of_three(tmp_path)
    entry = read_folder(feed(), folder, now=NOW).entries[0]
    article = read_document(folder / "nam" / "moi.md", now=NOW, entry=entry)
    assert (article.id, article.feed, article.title) == (entry.id, "xa", entry.title)


def test_a_bulletin_holds_no_more_than_the_feed_asks_for(tmp_path: Path) -> None:
    bulletin = read_folder(feed(max_items=1), folder_of_three(tmp_path), now=NOW)
    assert [entry.title for entry in bulletin.entries] == ["Tin mới"]


def test_a_folder_that_is_not_there_is_an_error_that_names_feed_and_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"khong-co.*xa"):
        read_folder(feed(), tmp_path / "khong-co", now=NOW)


@pytest.mark.parametrize(
    "line",
    ["Thứ Bảy, 28/3/2026, 21:10", "Saturday, 16 May 2026, 7:45 p.m.", "Updated May 16, 2026"],
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_date_line_under_the_headline_is_the_date_and_is_not_read_out(
    tmp_path: Path, line: str, suffix: str
) -> None:
    mark = "# " if suffix == ".md" else ""
    path = tmp_path / f"tin{suffix}"
    path.write_text(
        f"{mark}Chợ phiên đông vui\n\n{line}\n\nNgười dân các xã vùng cao về dự chợ phiên từ rất"
        " sớm.\n\nHàng hóa bày bán chủ yếu là nông sản do bà con làm ra.\n",
        encoding="utf-8",
    )
    article = read_document(path, now=datetime(2026, 11, 1, tzinfo=UTC))
    assert article.published is not None
    assert article.published.year == 2026
    assert article.published.month in (3, 5)
    assert line not in (article.lead, *(block.text for block in article.blocks))
