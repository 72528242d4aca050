"""Numbers of documents: `512/KH-UBND`, `67/2014/NĐ-CP`, `26-NQ/TW`, `72/2020/QH14`."""

# ruff: noqa: E501 - tables and word lists are read across

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from docbao.text.expressions import lazy
from docbao.text.letters import spell
from docbao.text.lexicon import Lexicon
from docbao.text.rules.scene import Found, Scene

_CAPS: Final = r"[A-ZĐƯ](?:[A-Za-zĐđƯư&]|\.(?=[A-ZĐƯ])){0,14}"
_NUMBER: Final = lazy(
    rf"(?P<no>\d{{1,6}})(?P<letter>[a-zA-Z])?(?:/(?P<year>\d{{4}}|\d{{2}}))?(?:[ ]?(?P<sep>[/-])[ ]?)"
    rf"(?P<code>{_CAPS}\d{{0,2}}(?:[ ]?[-–/][ ]?{_CAPS}\d{{0,2}}){{0,5}})(?![^\W_])"
)
_YEARED: Final = lazy(r"(?P<no>\d{1,5})/(?P<year>(?:19|20)\d\d)(?![\d/-])")
_QH: Final = lazy(r"(QH|UBTVQH|HĐND|NQLT)(\d{1,2})\Z")
_TYPE_WORDS: Final = (
    "thông tư liên tịch|nghị quyết liên tịch|kế hoạch phối hợp|chương trình hành động|chương trình phối hợp|"
    "văn bản hợp nhất|nghị định|quyết định|thông tư|nghị quyết|chỉ thị|chương trình|công điện|kế hoạch|báo cáo|"
    "thông báo|tờ trình|hướng dẫn|công văn|quy chế|giấy mời|kết luận|quy định|biên bản|đề án|dự án|phương án|"
    "hợp đồng|pháp lệnh|lệnh|luật|bộ luật|giấy phép|bản án|cáo trạng|sắc lệnh|hiến pháp|thông tri|thông cáo"
)
_TYPE_BEFORE: Final = lazy(
    rf"(?:^|\W)(?P<type>{_TYPE_WORDS})(?: [^\W\d]+){{0,2}}?(?: số)?:?$|(?:^|[,;và]) ?số:?$"
)
_TYPED: Final = lazy(rf"(?:^|\W)(?P<type>{_TYPE_WORDS})(?: (?!số)[^\W\d]+){{0,2}}?(?: số)?:? ?$")
_PAPER_BEFORE: Final = lazy(
    rf"(?:^|\W)(?:{_TYPE_WORDS}|văn bản|đề án|nghị quyết|tiêu chuẩn|quy chuẩn|phụ lục)(?: số)?:?$"
)
_OF_FOLLOWS: Final = lazy(
    r"[ \u00a0]?[,(]?[ \u00a0]?(?:(?:ký |ban hành )?(?:ngày|tháng|năm)[ \u00a0][\d/.\- ]{1,10}"
    r"(?:[ \u00a0]?(?:tháng|năm)[ \u00a0]\d{1,4}){0,2}\)?[ \u00a0]?,?[ \u00a0]?)?của(?![^\W_])",
    re.IGNORECASE,
)
_COURT: Final = {
    "HS": "hình sự", "DS": "dân sự", "HC": "hành chính", "HNGĐ": "hôn nhân và gia đình", "LĐ": "lao động",
    "KDTM": "kinh doanh thương mại", "KT": "kinh tế", "ST": "sơ thẩm", "PT": "phúc thẩm", "GĐT": "giám đốc thẩm",
    "TLST": "thụ lý sơ thẩm", "TLPT": "thụ lý phúc thẩm",
}  # fmt: skip


class _Code:
    def __init__(self) -> None:
        self.type = ""
        self.extra = ""
        self.issuers: list[str] = []
        self.codes: list[str] = []
        """The issuers' codes, to look for elsewhere in the sentence."""
        self.unknown: list[str] = []
        self.clerk: list[str] = []


@lru_cache(maxsize=512)
def _parse(lexicon: Lexicon, code: str, *, letters_first: bool) -> _Code:
    parts = [p for p in re.split(r"[ ]?[-–/][ ]?", code) if p]
    out = _Code()
    if len(parts) >= 2 and all(p in _COURT for p in parts[:2]):
        out.extra = f"{_COURT[parts[0]]} {_COURT[parts[1]]}"
        parts = parts[2:]
    for place, part in enumerate(parts):
        qh = _QH.match(part)
        kind = lexicon.lookup("document_type", part) if place == 0 else None
        issuer = lexicon.lookup("issuer", part)
        if qh and lexicon.lookup("issuer", qh[1]):
            out.issuers.append(f"{lexicon.lookup('issuer', qh[1])} khóa |{qh[2]}")
            out.codes.append(qh[1])
        elif kind and (len(parts) > 1 or not issuer or not letters_first):
            out.type = kind
        elif issuer and (not out.issuers or out.type == "thông tư liên tịch" or "liên" in out.type):
            out.issuers.append(issuer)
            out.codes.append(part)
        elif out.issuers:
            out.clerk.append(part)
        else:
            out.unknown.append(part)
    return out


def document_number(scene: Scene, at: int) -> Found | None:
    """A document's number: the number, its year, then whose it is."""
    found = _NUMBER.match(scene.text, at)
    if found is None:
        return _yeared(scene, at)
    before = scene.before(at)
    typed = _type_before(scene, at)
    code = _parse(scene.lexicon, found["code"], letters_first=found["sep"] == "/")
    known = bool(code.type or code.issuers or code.extra)
    if not known and not (typed or before.endswith(("văn bản số", "số", "số:", "văn bản"))):
        return None
    if not known and not found["year"] and "/" not in found[0] and not typed:
        return None
    return Found(found.end(), *_say(scene, found, code, typed))


_SHORT_TYPE: Final = lazy(r"(?:^|[\s(,;“\"])([A-ZĐ][A-Za-zĐđ]{0,4})(?: số)?:? ?$")
_NUMBER_NEXT: Final = lazy(r"\.?[ \u00a0]?(?:số[ \u00a0]?:?[ \u00a0]?)?(?=\d)")


def _type_before(scene: Scene, at: int) -> str:
    """The kind of document named before its number, in words or by its code ("NQ số")."""
    typed = _TYPED.search(scene.before(at))
    if typed:
        return typed["type"]
    short = _SHORT_TYPE.search(scene.before_as_written(at))
    return (scene.lexicon.lookup("document_type", short[1]) or "") if short else ""


def short_type(scene: Scene, at: int, word: str) -> Found | None:
    """`TB 12/TB-UBND`, `NQ số 57-NQ/TW`: a code for the kind of document before its number."""
    kind = scene.lexicon.lookup("document_type", word)
    if kind is None:
        return None
    joint = _NUMBER_NEXT.match(scene.text, at + len(word))
    if joint is None or joint.end() == at + len(word):
        return None
    number = _NUMBER.match(scene.text, joint.end())
    if number is None and not _YEARED.match(scene.text, joint.end()):
        return None
    if number is not None:
        code = _parse(scene.lexicon, number["code"], letters_first=number["sep"] == "/")
        if not (code.type or code.issuers or code.extra):
            return None
    return Found(at + len(word), kind, "abbreviation", "the kind of a document")


def _say(scene: Scene, found: re.Match[str], code: _Code, typed: str) -> tuple[str, str, str]:
    notes: list[str] = []
    said = scene.say.numbered(found["no"])
    if found["letter"]:
        said += f" {spell(found['letter'])}"
    if found["year"]:
        said += f" năm {scene.say.cardinal(found['year'])}"
    tail = _kind_and_issuer(scene, found, code, typed, notes)
    if code.clerk:
        notes.append(f"silent clerk's mark {'-'.join(code.clerk)}")
    if tail.startswith(",") and re.match(r" (?!của\b|ngày\b)[^\W\d_]", scene.after(found.end())):
        tail += ","
    return said + tail, "document_number", "; ".join(notes)


def _kind_and_issuer(
    scene: Scene, found: re.Match[str], code: _Code, typed: str, notes: list[str]
) -> str:
    """What is said of the letters; why, is added to `notes`."""
    tail = f" {code.extra}" if code.extra else ""
    if code.type and not _same_type(code.type, typed):
        tail += f", {code.type}"
    elif code.type:
        notes.append("the type stands before it")
    if code.unknown:
        tail += "".join(f", {spell(u)}" for u in code.unknown)
        notes.insert(0, f"residue: unknown document code {'-'.join(code.unknown)}")
    if code.issuers:
        if _named_elsewhere(scene, found, code):
            notes.append("the issuer is named beside it")
        else:
            tail += f" của {_issuers(scene, code.issuers)}"
    return tail


_ALSO: Final = {"quyết định": "quy định", "chỉ thị": "chương trình", "hợp đồng": "hướng dẫn"}
"""Codes that party papers use for a second kind (QĐ quy định, CT chương trình)."""


_NO_CODE: Final = frozenset(
    {"luật", "bộ luật", "cáo trạng", "bản án", "sắc lệnh", "hiến pháp", "thông tri"}
)
"""Kinds of documents whose numbers carry no code of their kind, or another one."""


def _same_type(coded: str, typed: str) -> bool:
    return coded in (typed, f"{typed} liên tịch") or _ALSO.get(coded) == typed or typed in _NO_CODE


def _issuers(scene: Scene, names: list[str]) -> str:
    said = []
    for name in names:
        body, _, term = name.partition("|")
        said.append(body + scene.say.cardinal(term) if term else body)
    return ", ".join(said)


def _named_elsewhere(scene: Scene, found: re.Match[str], code: _Code) -> bool:
    if _OF_FOLLOWS.match(scene.after(found.end())):
        return True
    ahead, _ = scene.sentence(found.start())
    _, rest = scene.sentence(found.end())
    sentence = f"{ahead} {rest}"
    folded = sentence.lower()
    for issuer, short in zip(code.issuers, code.codes, strict=True):
        name = issuer.split(" khóa |")[0].lower()
        if name in folded or any(
            _expanded(scene, sentence, m).lower() == name for m in _BODY.finditer(sentence)
        ):
            return True
        if short not in _AMBIGUOUS and re.search(
            rf"(?<![\w/-]){re.escape(short)}(?![\w/-])", sentence
        ):
            return True
    return False


_BODY: Final = lazy(r"(?<![^\W_])(Sở|Bộ) ([A-ZĐ]{2,8}(?:[-&,][ ]?[A-ZĐ]{1,6}){0,3})(?![^\W_])")
_AMBIGUOUS: Final = frozenset({"CP", "BTC", "BCT", "CT", "VP", "TA", "UB", "TU", "HU", "QU", "QK"})
"""Codes that mean something else outside document numbers."""


def _expanded(scene: Scene, sentence: str, body: re.Match[str]) -> str:
    """What "Sở GD&ĐT" is in words, to see whether it is the issuer."""
    word = re.match(r"[^\W_]+", body[2])
    found = scene.lexicon.match(sentence, body.start(2), word[0]) if word else None
    return f"{body[1]} {found.spoken}" if found else ""


def _yeared(scene: Scene, at: int) -> Found | None:
    """`Nghị định 67/2014`: number and year after the name of a kind of document."""
    found = _YEARED.match(scene.text, at)
    if found is None or not (_PAPER_BEFORE.search(scene.before(at)) or _type_before(scene, at)):
        return None
    said = f"{scene.say.numbered(found['no'])} năm {scene.say.cardinal(found['year'])}"
    return Found(found.end(), said, "document_number")


_NAMED: Final = lazy(r"0\d{1,3}(?![\d.,]\d|[/-]|\d)")


def named_document(scene: Scene, at: int) -> Found | None:
    """`Đề án 06`, `Chỉ thị 05`: the leading zero belongs to the name."""
    found = _NAMED.match(scene.text, at)
    if found is None or not _PAPER_BEFORE.search(scene.before(at)):
        return None
    written = scene.before_as_written(at)
    word = re.search(rf"(?:^|\W)({_TYPE_WORDS}|văn bản|đề án)(?: số)?:?$", written, re.IGNORECASE)
    if word is None or not (word[1][0].isupper() or " số" in word[0]):
        return None
    return Found(found.end(), scene.say.numbered(found[0]), "document_number", "a number in a name")
