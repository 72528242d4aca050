"""The classes of spans in words."""

from __future__ import annotations

from typing import Final

from docbao.i18n import Phrase

KINDS: Final[dict[str, Phrase]] = {
    "plain": Phrase("đọc như viết", "as written"),
    "english": Phrase("câu tiếng Anh, để nguyên", "an English sentence, left as it is"),
    "cardinal": Phrase("số đếm", "a count"),
    "decimal": Phrase("số thập phân", "a decimal number"),
    "percent": Phrase("phần trăm", "a percentage"),
    "number_range": Phrase("khoảng số", "a range of numbers"),
    "range": Phrase("khoảng", "a range"),
    "date": Phrase("ngày tháng", "a date"),
    "date_range": Phrase("khoảng ngày tháng", "a range of dates"),
    "year": Phrase("năm", "a year"),
    "year_range": Phrase("khoảng năm", "a range of years"),
    "time": Phrase("giờ", "a time"),
    "money": Phrase("tiền", "an amount of money"),
    "measure": Phrase("số đo", "a measure"),
    "fraction": Phrase("phân số", "a share"),
    "ratio": Phrase("tỷ lệ", "a ratio or count out of a whole"),
    "score": Phrase("tỷ số", "a score"),
    "ordinal": Phrase("số thứ tự", "an ordinal"),
    "roman": Phrase("số La Mã", "a Roman numeral"),
    "document_number": Phrase("số văn bản", "a document's number"),
    "abbreviation": Phrase("chữ viết tắt", "an abbreviation"),
    "acronym": Phrase("chữ đọc theo tên chữ cái", "an acronym"),
    "organization": Phrase("tên tổ chức", "an organisation"),
    "title": Phrase("chức danh", "a title"),
    "place": Phrase("địa danh", "a place"),
    "person": Phrase("tên người", "a person's name"),
    "brand": Phrase("nhãn hiệu", "a brand"),
    "technology": Phrase("từ công nghệ", "a word of technology"),
    "foreign": Phrase("tên nước ngoài", "a foreign name"),
    "listener": Phrase("từ điển riêng", "the listener's own lexicon"),
    "phone": Phrase("số điện thoại", "a telephone number"),
    "code": Phrase("mã, số hiệu", "a code or a number that names"),
    "plate": Phrase("biển số xe", "a number plate"),
    "road": Phrase("đường, lý trình", "a road or a place on it"),
    "url": Phrase("địa chỉ trang", "an address of a page"),
    "email": Phrase("thư điện tử", "an e-mail address"),
    "hashtag": Phrase("hashtag", "a hashtag"),
    "letter": Phrase("tên chữ cái", "the name of a letter"),
    "formula": Phrase("công thức", "a formula"),
    "symbol": Phrase("ký hiệu", "a symbol"),
    "punctuation": Phrase("dấu", "a mark"),
}
"""Every class a span may have."""


def describe(kind: str) -> Phrase:
    """The class of a span in words."""
    return KINDS.get(kind) or Phrase(kind, kind)
