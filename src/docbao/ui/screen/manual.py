"""The help page of the screen: how one moves, how letters grow, and every command with its key."""

from __future__ import annotations

from typing import Final

from docbao.i18n import Phrase
from docbao.session.commands import COMMANDS
from docbao.session.commands.command import Command
from docbao.ui.screen.wording import key_name

MOVING: Final = (
    Phrase(
        vi="Mũi tên lên, xuống: đi trong danh sách, hoặc từng câu trong bài."
        " Enter: mở. Esc: trở về.",
        en="Up and down: through a list, or an article sentence by sentence."
        " Enter opens. Esc goes back.",
    ),
    Phrase(
        vi="Tab: sang khung bên cạnh. PageUp, PageDown, Home, End: từng trang, đầu, cuối.",
        en="Tab: to the pane beside. PageUp, PageDown, Home, End: by page, to the ends.",
    ),
    Phrase(
        vi="Ctrl+P: tìm một lệnh bằng cách gõ tên, có dấu hay không cũng được.",
        en="Ctrl+P: find a command by typing its name, with or without accents.",
    ),
    Phrase(
        vi="Muốn chữ to gấp rưỡi hay gấp đôi: phóng chữ của chính terminal, thường là Ctrl và"
        " dấu cộng; docbao xếp lại cho vừa, tới 40 cột. To hơn nữa: phím t.",
        en="For letters half as large again or twice as large: zoom the terminal itself, usually"
        " with Ctrl and plus; docbao reflows down to 40 columns. For larger ones: the key t.",
    ),
)


_FIRST: Final = (
    Phrase(
        vi="Chào bạn. docbao đọc tin tức cho bạn nghe, và hiện chữ theo cách bạn dễ đọc.",
        en="Welcome. docbao reads the news to you, and shows it in a way you can read.",
    ),
    Phrase(
        vi="{Refresh}: lấy tin. Mũi tên lên, xuống: đi trong danh sách. Enter: mở bài."
        " Esc: trở về.",
        en="{Refresh} gets the news. Up and down go through the list. Enter opens. Esc goes back.",
    ),
    Phrase(
        vi="{ReadAloud}: đọc thành tiếng. {PauseOrGoOn}: dừng hoặc tiếp. {WhereAmI}: đang ở đâu.",
        en="{ReadAloud} reads aloud. {PauseOrGoOn} pauses or goes on. {WhereAmI} says where you"
        " are.",
    ),
    Phrase(
        vi="{TextSize}: cỡ chữ. {LineSpacing}: giãn dòng. {Theme}: màu. {Faster}, {Slower}: đọc"
        " nhanh, chậm. docbao nhớ cho lần sau.",
        en="{TextSize}: text size. {LineSpacing}: line spacing. {Theme}: colours."
        " {Faster}, {Slower}: faster, slower. docbao remembers.",
    ),
    Phrase(
        vi="{Help}: hướng dẫn. Ctrl+P: mọi lệnh. {Quit}: thoát. Bây giờ bấm Enter để bắt đầu.",
        en="{Help}: help. Ctrl+P: all commands. {Quit} quits. Now press Enter to begin.",
    ),
)


def first_page() -> tuple[str, ...]:
    """The five lines of a reader's first time at the screen, with the keys as they are."""
    keys = {command.id: key_name(command.key) for command in COMMANDS if command.key}
    return tuple(str(words.fill(**keys)) for words in _FIRST)


def label(command: Command) -> str:
    """A command in one line: name, key, what it takes, what it does."""
    key = f" [{key_name(command.key)}]" if command.key else ""
    return f"{command.name}{key}: {command.help}"


def manual() -> tuple[str, ...]:
    """The lines of the page."""
    lines = [str(words) for words in MOVING]
    group: Phrase | None = None
    for command in COMMANDS:
        if command.group != group:
            group = command.group
            lines.append(f"{group}:")
        lines.append(label(command))
    return tuple(lines)
