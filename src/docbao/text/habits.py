"""Where Vietnamese speakers differ in saying numbers: one default (the north), two others."""

from __future__ import annotations

from typing import Final, Literal

from docbao.i18n import Phrase
from docbao.values import dataclass

Region = Literal["north", "central", "south"]


@dataclass(frozen=True, slots=True)
class Habits:
    """The words a region uses where the regions differ."""

    region: Region = "north"
    thousand: str = "nghìn"
    odd: str = "linh"
    """Said for an empty tens place: một trăm linh năm."""
    billion: str = "tỷ"


NORTH: Final = Habits()
CENTRAL: Final = Habits("central", "ngàn", "lẻ", "tỷ")
SOUTH: Final = Habits("south", "ngàn", "lẻ", "tỷ")
DEFAULT: Final = NORTH
HABITS: Final[dict[str, Habits]] = {"north": NORTH, "central": CENTRAL, "south": SOUTH}

REGION_NAMES: Final[dict[str, Phrase]] = {
    "north": Phrase("miền Bắc: nghìn, linh", "northern: nghìn, linh"),
    "central": Phrase("miền Trung: ngàn, lẻ", "central: ngàn, lẻ"),
    "south": Phrase("miền Nam: ngàn, lẻ", "southern: ngàn, lẻ"),
}
