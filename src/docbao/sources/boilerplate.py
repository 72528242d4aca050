"""What a page says that is no part of its article: toolbars, sharing, related stories, marks.

Two sieves. `prune` works on structure, before the article is looked for: elements whose names
say what they are, if they are small beside the page and, for related stories, mostly links.
`is_boilerplate` works on whole lines afterwards: every rule is anchored at both ends, so a
sentence that merely holds such words ("Ông mong mọi người chia sẻ bài viết.") stays.
"""

from __future__ import annotations

import re
from typing import Final

from docbao.sources.markup import Element, link_share, names, remove, text_length

_WIDGET: Final = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social\w*|addthis|addtoany|sharethis|toolbar|tool-?box|fontsize"
    r"|font-size|text-?size|zoom|print|btn|button|breadcrumbs?|comments?|commentbox|box-comment"
    r"|binh-?luan|y-?kien|newsletter|subscribe|signup|google-?news|ggnews|follow|advert\w*|ads?"
    r"|adsbygoogle|banner|qc|quang-?cao|popup|modal|cookies?|consent|rating|vote|player|pagination"
    r"|tts|tags?|tag-?list|tags-box|keywords?|tu-?khoa|menu|skip-?link|sr-only|visually-hidden"
    r"|disqus\w*|fb-\w+|zalo\w*|topbar|hotline)(?:$|[\s_-])|block_\w*toolbar"
    r"|ms-webpart-chrome-title|ms-wpheader|ms-wptitle|ms-wpborder-title|portlet-(?:title|topper)"
)
_RELATED: Final = re.compile(
    r"relat(?:ed|e)(?![a-z]*-content)|tin-?lien-?quan|lien-?quan|tin-?khac|tinkhac|cac-?tin"
    r"|tin-?moi"
    r"|tin-?nong|tin-?cung|cung-?chuyen|xem-?them|xemthem|doc-?them|docthem|doc-?tiep|doc-?nhieu"
    r"|dang-?quan-?tam|tin-?tiep|read-?(?:more|also|next)|more-?(?:news|stories|articles|on)"
    r"|other-?news|othernews|most-?(?:read|popular|viewed)|recommend|you-?may|also-?like|trending"
    r"|up-?next|insert-?link|link-?inline|story-?inline|teaser|outbrain|taboola|latest-?news"
)
_WIDGET_SHARE: Final = 0.2
"""Most of a page's text a share bar or comment form may hold and still be dropped unseen."""
_RELATED_SHARE: Final = 0.4
_RELATED_LINKS: Final = 0.4
_RELATED_SMALL_CHARS: Final = 300
_PRUNABLE: Final = frozenset({
    "div", "section", "aside", "ul", "ol", "dl", "p", "span", "table", "figure", "article",
    "h2", "h3", "h4", "h5", "h6", "li", "a", "header", "footer", "nav",
})  # fmt: skip


def prune(tree: Element) -> None:
    """Remove toolbars, share bars, comments and boxes of related stories from `tree`."""
    body = tree.find("body")
    whole = text_length(body)
    if not whole:
        return
    # Some papers' editors name a box by its type alone: data-type="relatednews".
    for element in body.xpath(".//*[@class or @id or @type or @data-type]"):
        kinds = f"{element.get('type') or ''} {element.get('data-type') or ''}".lower()
        name = f"{names(element)} {kinds}"
        if element.tag in _PRUNABLE and _is_aside(element, name, whole):
            remove(element)

    _prune_comments(body, whole)


def _prune_comments(body: Element, whole: int) -> None:
    """Remove boxes headed "3 bình luận" or "Comments", whatever they are named."""
    for heading in list(body.iter("h2", "h3", "h4", "h5", "div", "p")):
        text = (heading.text or "").strip()
        if len(heading) or not text or not opens_comments(text):
            continue
        box = heading.getparent()
        if box is None or box is body or box.find(".//h1") is not None:
            continue
        if text_length(box) < whole * _RELATED_SHARE:
            remove(box)


def _is_aside(element: Element, name: str, whole: int) -> bool:
    widget = _WIDGET.search(name) is not None
    if not widget and _RELATED.search(name) is None:
        return False
    if element.find(".//h1") is not None:
        return False
    length = text_length(element)
    if widget:
        return length < whole * _WIDGET_SHARE and _has_no_prose(element, length)
    if length > whole * _RELATED_SHARE:
        return False
    return link_share(element) > _RELATED_LINKS or length < _RELATED_SMALL_CHARS


def _has_no_prose(element: Element, length: int) -> bool:
    """Whether `element` is no body of text that merely carries a widget's name."""
    prose = sum(text_length(p) for p in element.iter("p") if text_length(p) > 120)
    return prose < 300 or prose * 2 < length


def _rules(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\A(?:" + "|".join(patterns) + r")\Z", re.IGNORECASE)


_SITES: Final = (
    r"(?:facebook|zalo|twitter|x|messenger|youtube|tiktok|instagram|telegram|linkedin|pinterest"
    r"|whatsapp|viber|google\+?|google news|reddit|e-?mail|threads|link)"
)
_SEP: Final = r"[\s|,/•·+&-]*"
_CLOCK: Final = r"\d{1,2}\s?(?:[:hg]\s?\d{2})(?::\d{2})?\s?(?:am|pm|sa|ch)?"
_DAY: Final = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE_LINE: Final = _rules(
    rf"\(?(?:(?:ngày|đăng ngày|ngày đăng|cập nhật(?: lúc)?|ngày cập nhật|đăng lúc|xuất bản"
    rf"|thời gian)"
    rf"\s*:?\s*)?(?:(?:thứ \w+|chủ nhật),?\s*)?(?:ngày\s+)?(?:{_CLOCK}[\s,|–-]*)?(?:ngày\s+)?{_DAY}"
    rf"(?:[\s,|–-]*(?:lúc\s*)?{_CLOCK})?(?:\s*\(?gmt\s?\+\d{{1,2}}(?::00)?\)?)?\)?",
    # English: "Saturday, 16 May 2026, 7:45 p.m.", "Updated May 16, 2026"
    r"(?:(?:updated|published|posted)(?: on)?:?\s*)?(?:[a-z]{3,6}day,?\s*)?"
    rf"(?:\d{{1,2}}\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}),?\s+\d{{4}}"
    r"(?:[\s,|–-]*(?:at\s*)?\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?)?(?:\s*(?:gmt|utc)[+\d:]*)?",
)
"""A line that is nothing but a date, with or without weekday, time and zone."""

_VIETNAMESE: Final = _rules(
    r"\w+\s*[-–]\s*block_\w+",
    rf"(?:(?:tăng|giảm|phóng to|thu nhỏ)\s*(?:cỡ|kích thước)?\s*chữ{_SEP})+",
    rf"cỡ chữ\s*:?(?:{_SEP}(?:a[+−-]*|nhỏ|vừa|lớn|to|tăng|giảm|mặc định))*",
    rf"(?:a\s*[+−-]*{_SEP}){{2,}}",
    rf"(?:(?:in|bản in|in trang|in bài(?: viết)?|in tin|gửi (?:e-?mail|bài(?: viết)?|tin)"
    rf"|gửi cho bạn bè|lưu(?: bài(?: viết)?)?|chia sẻ|phản hồi|nghe bài viết|nghe đọc bài"
    rf"|sao chép liên kết|copy link|bình luận|ý kiến|góp ý|thích|quan tâm|đọc bài|báo lỗi){_SEP})+",
    rf"chia sẻ\s*(?:bài (?:viết|này)|tin này)?\s*(?:lên|qua|trên|:)?\s*(?:{_SITES}{_SEP})*",
    rf"(?:{_SITES}{_SEP})+",
    r"(?:\(?\d+\)?\s*)?(?:bình luận|ý kiến|lượt xem|lượt đọc|lượt thích)\s*[:(]?\s*[\d.,]*\)?",
    r"(?:số )?lượt (?:xem|đọc|truy cập)\s*:?\s*[\d.,]+",
    r"ý kiến (?:bạn đọc|của bạn)(?: \(\d+\))?:?|gửi (?:bình luận|ý kiến).{0,30}|bình luận của bạn",
    r"(?:xem|đọc|tìm hiểu) (?:thêm|tiếp|nhiều)\s*[:.…»>]*",
    r"(?:xem|đọc|tìm hiểu) thêm(?: tại đây)?\s*[:»>-].{0,200}",
    r"(?:>>+|»+|→|►|▶)\s?.{1,200}",
    r"(?:mời (?:quý )?(?:độc giả|bạn đọc|khán giả|thính giả|quý vị)).{0,200}",
    r".{0,120}\bgiấy phép (?:số|hoạt động|xuất bản|thiết lập).{0,60}\bgp\b.{0,200}",
    r"(?:tổng biên tập|chịu trách nhiệm (?:nội dung|xuất bản)|cơ quan chủ quản)\s*:.{0,200}",
    r"(?:các )?(?:tin|bài)(?: viết)?(?: bài)? (?:liên quan|cùng chuyên mục|khác|cùng tác giả"
    r"|mới(?: nhất| hơn)?|đọc nhiều(?: nhất)?|nổi bật|cũ hơn|tiếp theo)(?: khác)?\s*:?.{0,3}",
    r"tin liên quan\s*:.{0,200}|có thể bạn quan tâm.{0,60}|đừng bỏ lỡ.{0,20}|đang được quan tâm",
    r"cùng chuyên mục|đọc nhiều(?: nhất)?|xem nhiều(?: nhất)?|tin tức khác|liên quan",
    r"theo dõi [^.!?;]{0,60}trên (?:google news|google tin tức|zalo|facebook|youtube|tiktok)"
    r"[^.!?;]{0,40}[.!]?",
    r"(?:từ khóa|từ khoá|tags?|thẻ|chủ đề|chuyên mục|danh mục)\s*:.{0,300}|tags?|từ kho[áa]",
    r"(?:nguồn(?: tin| bài| ảnh)?|theo nguồn|link gốc"
    r"|đường dẫn)\s*:\s*[^.!?]{1,60}(?:\.\w{2,8}){0,3}"
    r"(?:/\S*)?",
    r"(?:trình duyệt|thiết bị)(?: của bạn)? không hỗ trợ.{0,80}|đang tải\W*",
    r"(?:trở về|quay lại|về)?\s*(?:trang chủ|đầu trang|lên đầu trang|trang trước)|lên đầu trang",
    r"(?:đăng nhập|đăng ký)(?: (?:để|nhận|tài khoản|ngay)[^.!?]{0,60})?",
    r"(?:bản quyền (?:thuộc|©)|©).{0,150}|ghi rõ nguồn.{0,100}|quảng cáo",
    r"bấm (?:vào )?để (?:xem|nghe).{0,60}|xem (?:video|ảnh|clip)\s*:?.{0,3}|hotline\s*:.{0,60}",
)
_ENGLISH: Final = _rules(
    rf"(?:(?:share|tweet|email|e-mail|print|save|copy link|like|pin|post|comment|reply|report"
    rf"|{_SITES}){_SEP})+",
    rf"share (?:this|on|via|with)(?: (?:article|story|page|post|link))?(?: (?:on|via|with))?"
    rf"(?:{_SEP}(?:{_SITES}|friends))*:?",
    r"(?:(?:email|print|save|send|bookmark) (?:this|to)\s?(?:article|story|page|post|a friend)?)",
    r"\(?\d*\)?\s*(?:comments?|shares|views|likes|replies)(?: \(?\d+\)?)?|(?:leave|post|add) a "
    r"(?:comment|reply)|(?:view|show|read|see) (?:all )?(?:\d+ )?comments?(?: \(\d+\))?",
    r"advertisement|ad|sponsored(?: content| by .{1,40})?|(?:story|article) continues below"
    r"(?: this)?(?: ad\w*)?|scroll (?:down )?(?:to|for) .{1,40}|skip (?:to|past) .{1,40}",
    r"(?:related|more|recommended|popular|latest|top|most (?:read|popular|viewed))"
    r"(?: (?:articles?|stories|story|content|topics?|posts?|news|coverage|reading|links?"
    r"|videos?))+:?"
    r"|related:?|most (?:read|popular|viewed)|trending(?: now)?|recommended(?: for you)?",
    r"(?:read|see|learn|find out|watch|click) (?:more|also|next|here)\s*[:.…»>]*",
    r"(?:read (?:more|also|next)|see also|related|more|watch|also read"
    r"|don't miss)\s*[:»>-].{1,200}",
    r"(?:see|view) (?:more|all) (?:photos|pictures|images|videos)\W*|\S+@\S+\.\w+",
    r"you (?:may|might) (?:also )?(?:like|be interested in).{0,40}|up next.{0,80}|more (?:from|on) "
    r"[^.!?]{1,40}",
    rf"(?:follow|like|find|join) (?:us|.{{1,40}}) on (?:{_SITES}|flipboard)[^.!?]{{0,60}}[.!]?",
    r"(?:sign up|subscribe)(?: (?:for|to|now|here|today)[^.!?]{0,80})?[.!]?"
    r"|get the .{1,40}newsletter",
    r"(?:text|font) size.{0,30}|back to top|return to top|home|menu|search|close|loading\W*",
    r"(?:tags?|topics?|filed under|categories|keywords)\s*:.{0,200}",
    r"(?:™\s*(?:&|and)\s*)?(?:©|copyright|\(c\)).{0,200}|all rights reserved\W*.{0,60}",
    r"your browser does not support.{0,80}|(?:please )?enable javascript.{0,80}"
    r"|javascript is .{0,80}",
    r"(?:image|photo|picture) (?:source|credit|caption)s?\s*[:,]?.{0,80}",
)
_COMMENTS: Final = _rules(
    r"(?:\(?\d+\)?\s*)?(?:bình luận|ý kiến(?: bạn đọc)?|comments?)\s*[:(]?\s*\d*\)?:?",
    r"(?:bạn đọc|độc giả) (?:viết|bình luận|ý kiến)",
)
_RULE_OF_MARKS: Final = re.compile(r"\A[\W_]*\Z")
_LEADING_SIGNS: Final = re.compile(r"\A[*•■-]+\s*")
_LONGEST_LINE_CHARS: Final = 320
"""No rule speaks of longer lines; they are not even tried."""
_END_MARK: Final = re.compile(r"\s*(?:\.\s*/+\s*\.?|/\.)\s*\Z")
_CLOSING: Final = frozenset('.!?…,:;"”')
_STARS: Final = re.compile(r"\s*(?:[*■◼•♦◆]|\(\*\)|-{3,}|_{3,})+\s*\Z")
_PREFIX: Final = re.compile(
    r"\A\(?(?:dân trí|nlđo?|tto|plo|vov|vtv(?:\.vn)?|chinhphu\.vn|ttxvn|vietnam\+|vnf|tn&mt|bđt|hnm"
    r"|sggpo?|đcsvn|gd&tđ|kt&đt|qđnd online|[\w.-]{2,24}\.(?:vn|com|net))\)?\s*[-–—]+\s*",
    re.IGNORECASE,
)
_LETTERS_PREFIX: Final = re.compile(r"\A[A-ZĐ]{2,6}\s+[-–—]+\s+")
_BRACKETED_PREFIX: Final = re.compile(r"\A\([\w&.+ -]{2,24}\)\s*[-–—]+\s*")


def is_boilerplate(line: str) -> bool:
    """Whether this whole line is the page speaking, not the article.

    Args:
        line: One clean line (see `docbao.clean.clean_line`).
    """
    if len(line) > _LONGEST_LINE_CHARS:
        return False
    line = _LEADING_SIGNS.sub("", line).rstrip()
    return any(rule.match(line) for rule in (_RULE_OF_MARKS, _VIETNAMESE, _ENGLISH, DATE_LINE))


def opens_comments(line: str) -> bool:
    """Whether what follows this line is readers' comments: "Bình luận (3)", "12 Comments"."""
    return len(line) < 60 and _COMMENTS.match(line) is not None


def without_marks(line: str) -> str:
    """`line` without the printer's end marks ("./.", "■"); a sentence keeps its full stop."""
    if line[-1:].isalnum() or (line[-1:] in _CLOSING and "/" not in line[-4:]):
        return line  # nearly all lines: the two patterns below look at every blank of them
    bare = _STARS.sub("", line)
    ended = _END_MARK.sub("", bare)
    if ended == bare:
        return bare
    return ended if not ended or ended[-1] in '.!?…:;”"' else f"{ended}."


def without_prefix(line: str) -> str:
    """`line` without the agency's mark at its head: "(Dân trí) - ", "TTO - "."""
    for pattern in (_BRACKETED_PREFIX, _LETTERS_PREFIX, _PREFIX):
        if found := pattern.match(line):
            return line[found.end() :]
    return line
