"""What a person can do when a feed or page could not be had; said beneath many errors alike."""

from __future__ import annotations

from typing import Final

from docbao.i18n import Phrase

CHECK_ADDRESS: Final = Phrase(
    vi="Kiểm tra địa chỉ, chép lại từ trình duyệt; nó bắt đầu bằng https:// hoặc http://.",
    en="Check the address, copy it anew from a browser; it begins with https:// or http://.",
)
OPEN_IN_BROWSER: Final = Phrase(
    vi="Mở địa chỉ trong trình duyệt để xem; các nguồn khác vẫn đọc được.",
    en="Open the address in a browser to see; the other feeds can still be read.",
)
CORRECT_FEED: Final = Phrase(
    vi="Tìm địa chỉ mới của báo rồi sửa `url` trong feeds.yaml, hoặc tắt nguồn: "
    "docbao feeds disable TÊN",
    en="Look for the paper's new address and mend `url` in feeds.yaml, or switch the feed off: "
    "docbao feeds disable NAME",
)
TRY_LATER: Final = Phrase(
    vi="Thử lại sau; docbao nhớ những gì đã có.", en="Try again later; what is here is kept."
)
CHECK_NETWORK: Final = Phrase(
    vi="Kiểm tra kết nối mạng, rồi thử lại.", en="Check the network, then try again."
)
CHECK_CLOCK: Final = Phrase(
    vi="Xem lại ngày giờ của máy; ở nơi mạng đòi đăng nhập, mở trình duyệt trước.",
    en="Check this machine's date and time; where the network wants a login, open a browser first.",
)
CHECK_PROXY: Final = Phrase(
    vi="Xem lại biến http_proxy, https_proxy; docbao dùng được proxy loại http.",
    en="Look at the variables http_proxy, https_proxy; docbao can use proxies of the http kind.",
)
FIND_FEED: Final = Phrase(
    vi="Tìm địa chỉ RSS của báo, hoặc dùng `kind: listing` với `link_pattern`.",
    en="Look for the site's RSS address, or use `kind: listing` with `link_pattern`.",
)
