"""Signs between words and numbers, fractions and powers in one character."""

# ruff: noqa: E501, PLR0911 - tables and word lists are read across; a rule leaves as soon as it is not meant

from __future__ import annotations

import re
import unicodedata
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import GREEK, spell
from docbao.text.numbers import roman_value
from docbao.text.rules.figures import DASH
from docbao.text.rules.scene import Found, Scene
from docbao.text.rules.units import read_per

WORDS: Final = {
    "&": "và", "+": "cộng", "=": "bằng", "≥": "lớn hơn hoặc bằng", "≤": "nhỏ hơn hoặc bằng", ">": "lớn hơn",
    "<": "nhỏ hơn", "±": "cộng trừ", "≈": "xấp xỉ", "≠": "khác", "×": "nhân", "÷": "chia", "%": "phần trăm",
    "％": "phần trăm", "‰": "phần nghìn", "°": "độ", "º": "độ", "@": "a còng", "$": "đô la", "€": "ơ rô",
    "£": "bảng Anh", "¥": "yên", "₫": "đồng", "№": "số", "#": "thăng", "√": "căn", "∞": "vô cùng", "^": "mũ",
    "⩾": "lớn hơn hoặc bằng", "⩽": "nhỏ hơn hoặc bằng", "＋": "cộng", "＝": "bằng", "＆": "và", "℃": "độ xê",
    "℉": "độ ép", "¢": "xen", "₩": "uôn", "₽": "rúp", "₹": "ru pi", "฿": "bạt", "§": "mục",
    "＞": "lớn hơn", "＜": "nhỏ hơn", "￥": "yên", "＄": "đô la", "＠": "a còng", "＃": "thăng",
}  # fmt: skip
SILENT: Final = frozenset("_＿")
_ARROW: Final = lazy(r"(?:[-=]{1,6}>|[→➔➜⇒»]{1,6})")
_QUANTITY_BEFORE: Final = lazy(
    r"\d[\d.,]*[ \u00a0]?(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm|đồng|usd|%|phần trăm|giờ|phút|ngày|tháng|năm|tuổi|người|độ|độ c|"
    r"mét|km|kg|tấn|tạ|lít|ha|lần|điểm|cm|mm|m|tuần|quý)(?: (?:nghìn|triệu|tỷ|tỉ|đồng|usd|người|tấn|ha|ki lô mét))*$"
)
_SAME_WORD: Final = lazy(
    rf"(?P<word>[^\W\d_]+) (?:\d[\d.,/]*|[ivxlc]+)[ \u00a0]?[{DASH}][ \u00a0]?(?P=word) (?:\d|[ivxlc]+\b)"
)
_COUNTED_BEFORE: Final = lazy(
    r"(?:\d[\d.,]*%?|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|triệu|tỷ(?! giá| lệ| số| trọng)))[ \u00a0]"
    r"(?:[^\W\d_]+[ \u00a0]){0,4}[^\W\d_]+$"
)
_UNIT_BEFORE: Final = lazy(
    r"(?:^|\W)(tạ|tấn|yến|mi ?-?li ?-?gam|micr[oô] ?-?gam|ki ?-?l[oô] ?-?gam|gam|gram|mi ?-?li ?-?lít|mét|ki ?-?l[oô] ?-?mét|mét vuông|kg|g|mg|lít|l|ml|mét khối|m|mm|ki lô gam|m3|kwh|người/km2|µg|km)$"
)
_PRICE_BEFORE: Final = lazy(r"(?:^|\W)(?:đồng|đô la|usd|tệ|euro|ơ rô|yên|triệu|tỷ|nghìn|đ|k)$")
_POWER: Final = lazy(r"\^[ ]?(?P<minus>[-−])?(?=\d)")
_FORMULA: Final = lazy(r"\d+(?:[.,]\d+)?(?:[ ]?[-−+x×*:÷/][ ]?\d+(?:[.,]\d+)?){1,6}(?=[ ]?=)")
_FORMULA_SIGNS: Final = {
    "-": "trừ",
    "−": "trừ",
    "+": "cộng",
    "x": "nhân",
    "×": "nhân",
    "*": "nhân",
    ":": "chia",
    "÷": "chia",
    "/": "chia",
}
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")


def formula(scene: Scene, at: int) -> Found | None:
    """`5 - 2 = 3`: the left side of an equation."""
    found = _FORMULA.match(scene.text, at)
    if found is None:
        return None
    said = []
    for piece in re.findall(r"\d+(?:[.,]\d+)?|[^\d\s]", found[0]):
        word = _FORMULA_SIGNS.get(piece)
        said.append(
            word or scene.say.cardinal(re.sub(r"\D", "", piece))
            if not re.search(r"[.,]", piece)
            else _decimal(scene, piece)
        )
    return Found(found.end(), " ".join(said), "formula", "residue: a formula")


def _decimal(scene: Scene, piece: str) -> str:
    whole, mark, tail = re.split(r"([.,])", piece, maxsplit=1)
    return f"{scene.say.cardinal(whole)} {'phẩy' if mark == ',' else 'chấm'} {scene.say.tail(tail)}"


def follows_quantity(scene: Scene, at: int) -> bool:
    """Whether an amount with its unit stands right before."""
    return bool(_QUANTITY_BEFORE.search(scene.before(at)))


def dash(scene: Scene, at: int) -> Found | None:
    """A dash no number rule has claimed: a range between named things, a joint, or a pause."""
    text = scene.text
    before, after = scene.char(at - 1), scene.char(at + 1)
    arrow = _ARROW.match(text, at)
    if arrow and ">" in arrow[0]:
        return Found(arrow.end(), ",", "punctuation", "an arrow")
    rest = text[at + 1 : at + 3].lstrip()
    if rest[:1].isdigit() and follows_quantity(scene, at):
        return Found(at + 1, " đến ", "range", "between two quantities")
    if not before.isdigit() or after in " \u00a0":
        window = text[max(0, at - 24) : at + 24].lower()
        for same in _SAME_WORD.finditer(window):
            if same.start() < min(at, 24) < same.end():
                return Found(at + 1, " đến ", "range", "between two of a kind")
    if before.isupper() and after.isupper() and len(text) > at + 1:
        return Found(at + 1, " ", "punctuation", "a joint between capitals")
    if before.isalnum() and after.isdigit():
        return Found(at + 1, " ", "punctuation", "a joint in a name")
    return None


def slash(scene: Scene, at: int) -> Found | None:
    """A slash no number rule has claimed: "một" before what is counted per, else a pause."""
    text = scene.text
    if scene.char(at - 1) == "." and scene.char(at + 1) == ".":
        return Found(at + 2, "", "punctuation", "the mark that ends a document")
    run = lazy(r"/{2,}").match(text, at)
    if run:
        return Found(run.end(), ", ", "punctuation")
    before = scene.before(at)
    if before.endswith("và") and text.startswith("hoặc", at + 1):
        return Found(at + 1, " ", "punctuation")
    unit = _UNIT_BEFORE.search(before)
    if unit or _COUNTED_BEFORE.search(before):
        start = at - 1 if scene.char(at - 1) in " \u00a0" else at
        priced = bool(_PRICE_BEFORE.search(before))
        end, said = read_per(scene, start, measured=bool(unit), priced=priced)
        if said:
            return Found(end, said, "measure", "so much for each")
    if scene.char(at - 1).isdigit() and scene.char(at + 1).isdigit():
        return Found(at + 1, " trên ", "punctuation", "residue: a slash between figures")
    return Found(at + 1, ", ", "punctuation", "a slash between words is a pause")


def power(scene: Scene, at: int) -> Found | None:
    """`10^5`: asked at the sign."""
    found = _POWER.match(scene.text, at)
    if found is None:
        return None
    return Found(
        found.end(), " mũ âm " if found["minus"] else " mũ ", "formula", "residue: a formula"
    )


def symbol(scene: Scene, at: int) -> Found | None:
    """Any other sign: its word, silence, or itself with a report."""
    sign = scene.text[at]
    end = at + 1
    placed = _placed(scene, at, sign)
    if placed:
        return placed
    arrow = _ARROW.match(scene.text, at)
    if arrow:
        return Found(arrow.end(), ",", "punctuation", "an arrow")
    word = WORDS.get(sign)
    if word:
        stop = _run_end(scene.text, at)
        if stop - at >= 3:
            return Found(stop, " ", "punctuation", "a row of signs is no words")
        return Found(end, f" {word} ", "punctuation")
    if sign in GREEK:
        return Found(end, GREEK[sign], "letter")
    return odd(scene, at, sign) if sign.isalnum() else _unlisted(scene, at, sign)


def _placed(scene: Scene, at: int, sign: str) -> Found | None:
    """Signs that are said, or not, by where they stand."""
    end = at + 1
    if sign == "~" and re.match(r"[ ]?\d", scene.text[end : end + 2]):
        return Found(end, "khoảng ", "punctuation")
    if sign in _BULLETS and _begins_line(scene, at):
        return Found(end + 1, "", "punctuation", "the mark of an item in a list")
    if sign == "|":
        return Found(end, ",", "punctuation", "a cell of a table ends")
    if sign in "<>" and (compared := _not_compared(scene, at)):
        return compared
    if sign in "<>" and scene.char(end) == "=":
        return Found(end + 1, WORDS["≤" if sign == "<" else "≥"], "punctuation")
    if sign in SILENT:
        inside = scene.char(at - 1).isalnum() and scene.char(end).isalnum()
        note = (
            "residue: an underscore in a word, left over from a template?" if inside else "silent"
        )
        return Found(_run_end(scene.text, at), " ", "punctuation", note)
    if sign == "#" and scene.char(end).isdigit():
        return Found(end, "số ", "punctuation")
    return None


_COMPARED: Final = lazy(r"[<>=]?[ \u00a0]?[-−~$€£¥]?[ \u00a0]?\d")


def _not_compared(scene: Scene, at: int) -> Found | None:
    """`>> Xem thêm`, `Trang chủ > Thời sự`: signs that compare no numbers."""
    end = _run_end(scene.text, at)
    if _COMPARED.match(scene.text, end) and end == at + 1:
        return None
    before = scene.before(at)
    if end == at + 1 and before[-1:].isdigit():
        return None
    opens = not before or not before[-1].isalnum()
    said = "" if opens or end >= len(scene.text.rstrip()) else ","
    return Found(end, said, "punctuation", "a pointer, no comparison")


_ITEM: Final = lazy(r"(\d{1,2})\)(?=[ \u00a0][^\W\d_])")


def list_number(scene: Scene, at: int) -> Found | None:
    """`1) Nguyễn …`: the number of an item and a pause."""
    found = _ITEM.match(scene.text, at)
    if found is None:
        return None
    ahead = scene.text[max(0, at - 3) : at].rstrip(" \u00a0")
    if ahead and ahead[-1] not in "\n:;,." and at > 0:
        return None
    return Found(found.end(), f"{scene.say.cardinal(found[1])},", "cardinal", "an item of a list")


def _run_end(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and text[end] == text[at]:
        end += 1
    return end


_BULLETS: Final = frozenset("+*•·●▪■□◆○►✓✔")


def _begins_line(scene: Scene, at: int) -> bool:
    ahead = scene.text[max(0, at - 4) : at]
    opens = not ahead.strip(" \t") if at < 5 else not ahead.rpartition("\n")[2].strip(" \t")
    return opens and ("\n" in ahead or at < 5) and scene.char(at + 1) in (" ", "\u00a0")


_QUIET: Final = frozenset("*|\\`•·●▪■□◆○–—-‐‑‒―−\u00a0®©™~{}^▶►✓✔★☆¬\u200d\ufe0f")


def _unlisted(scene: Scene, at: int, sign: str) -> Found | None:
    if sign in _QUIET or unicodedata.category(sign)[0] in "MCZ":
        return None
    return Found(
        _run_end(scene.text, at),
        scene.text[at : _run_end(scene.text, at)],
        "symbol",
        "residue: a symbol not listed",
    )


def odd(scene: Scene, at: int, word: str) -> Found | None:
    """A word with numbers in one character: `m²`, `x²`, `½`, `①`, `Ⅻ`."""
    end = at + len(word)
    unit = scene.lexicon.lookup("unit", word)
    if unit:
        end, per = read_per(scene, end, measured=True)
        return Found(end, unit + per, "measure")
    said: list[str] = []
    for piece in re.findall(r"[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+|[A-ZĐ]+(?![a-zà-ỹ])|.", word):
        said.append(_odd_piece(scene, piece, first=not said and not scene.char(at - 1).isalnum()))
    joined = re.sub(r"(?<=[^\W\d_]) ?\x00|\x00 ?(?=[^\W\d_])", "", " ".join(said)).replace(
        "\x00", ""
    )
    return Found(end, joined if any(said) else word, "formula", "residue: numbers in one character")


def _odd_piece(scene: Scene, piece: str, *, first: bool) -> str:
    plain = piece.translate(_SUPERSCRIPTS)
    if plain.isascii() and plain.isdigit():
        if first or "₀" <= piece[0] <= "₉":
            return scene.say.cardinal(plain)
        return {"2": "bình phương", "3": "lập phương"}.get(
            plain
        ) or f"mũ {scene.say.cardinal(plain)}"
    if piece.isalpha():
        # Letters of a word are joined again; capitals are spelled, as they would be alone.
        return spell(piece) if re.fullmatch("[A-ZĐ]+", piece) else piece + "\x00"
    plain = unicodedata.normalize("NFKC", piece)
    if "\u2044" in plain:
        top, _, bottom = plain.partition("\u2044")
        said = (
            f"{scene.say.cardinal(top)} phần {scene.say.denominator(bottom)}"
            if top.isdigit() and bottom.isdigit()
            else ""
        )
        return said if first or not said else f"và {said}"
    value = roman_value(plain.upper())
    if value:
        return scene.say.cardinal(str(value))
    digits = re.sub(r"\D", "", plain) or (str(unicodedata.digit(piece)) if piece.isdigit() else "")
    if digits:
        return scene.say.cardinal(digits)
    return spell(piece) if piece in GREEK else piece + "\x00"
