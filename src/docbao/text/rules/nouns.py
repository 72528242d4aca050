"""Nouns that decide how two numbers with a slash are meant."""

# ruff: noqa: E501 - tables and word lists are read across

from __future__ import annotations

import re
from typing import Final

from docbao.text.expressions import lazy

MASS: Final = (
    "số|dân số|diện tích|tổng|chặng|quãng|thời gian|thời lượng|thế kỷ|kinh phí|vốn|giá|lượng|sản lượng|doanh thu|"
    "doanh số|chi phí|tài sản|dân|nhân loại|thị phần|kim ngạch|ngân sách|trọng lượng|khối lượng|chiều|độ|mức|"
    "quỹ|con đường|nửa|phần|năm|ngày|giờ|tháng|cuộc đời|đời|quân số|lực lượng|lãnh thổ|đất|rừng|nước|sông|hồ|"
    "tiền|lợi nhuận|công suất|thu nhập|nhu cầu|cơ thể|trái đất|bề mặt|hành trình|cả|toàn|muỗng|thìa|cốc|chén|ly|lít|"
    "kg|m|ha|km|tấn|tạ|thị trường|vụ|quá trình|khẩu phần|lương|nợ|hàng|chương trình|công việc|khối|mặt|dung tích|"
    "trữ lượng|nguồn|hạn mức|học phí|gia tài|di sản|bầu trời|trang|vòng|mùa giải|chu kỳ|quân|nhiệm kỳ|sân|thành phố|"
    "nhân lực|lao động|gói|bát|quả|trái|củ|tổng số|trong số|của|trên tổng"
)
MASS_AFTER: Final = lazy(rf"[ \u00a0](?:{MASS})(?![^\W_])", re.IGNORECASE)
COUNTED: Final = (
    "xã|huyện|thôn|hộ|tiêu chí|chỉ tiêu|đại biểu|phiếu|phường|bản|làng|tỉnh|trường|lớp|ý kiến|điểm|câu|bài|môn|"
    "trận|dự án|công trình|hồ sơ|nội dung|nhiệm vụ|mục tiêu|thành viên|đơn vị|cơ sở|đảng viên|ủy viên|uỷ viên|"
    "lần|ca|mẫu|vụ|cuộc|khu|tổ|chi bộ|đảng bộ|sở|ngành|phòng|ban|cán bộ|quận|thị trấn|thị xã|ấp|buôn|xóm|bon|"
    "hợp tác xã|doanh nghiệp|trạm|nhà|đội|vận động viên|học sinh|sinh viên|người|giáo viên|em|cháu|bệnh nhân|"
    "thí sinh|phòng học|tuyến|cầu|hồ|sản phẩm|tác phẩm|đề tài|nghị quyết|văn bản|kiến nghị|nhóm|bộ|quốc gia|nước|"
    "cử tri|đồng chí|hội viên|đoàn viên|đoàn|thủ tục|tiêu chuẩn|chỉ số|kỳ|phiên|vòng|set|ván|giải|huy chương|"
    "chương|điều|khoản|tòa|toà|giường|máy|tàu|xe|toa|chuyến|gói thầu|mỏ|nút giao|mố|trụ|mặt bằng|địa phương|"
    "đ/c|đại đội|tiểu đoàn|cụm|khối|chốt|cửa khẩu|khách mời|chức danh|vị trí|nghệ nhân|bí thư|chủ tịch"
)
COUNTED_AFTER: Final = lazy(rf"[ \u00a0](?:{COUNTED}|[A-ZĐ]{{2,6}}|TX\.|TP\.)(?![^\W_])")
COUNTED_NEXT: Final = lazy(
    rf"[ \u00a0](?:{COUNTED}|triệu|tỷ|tỉ|nghìn|ngàn|trăm|chục|giờ|tiếng|phút|giây|ngày|tháng|năm(?! (?:\d{{4}}|nay|ngoái|sau|tới|[A-ZĐẤẬ]))|"
    r"tuần|bàn|độ|con|cây|quả|chiếc|suất|phần|lượt|tuổi|buổi|nhân khẩu|cầu thủ|bữa|viên|cốc|ly|chén|bát|lít|kg|km|m|"
    r"cm|mm|ha|tấn|tạ|mét|thành|múi|đồng|usd|cuốn|quyển|cái|thìa|muỗng|đợt|thế hệ|khách|gia đình|hécta|héc ta|sào|mẫu|"
    r"mũi|liều|chuyến|tầng|lớp|thế kỷ|đứa|bộ|tập|đêm|dòng|nghề|loại)(?![^\W_])"
)
"""What two numbers with a dash count, so that they are no day and no score."""
