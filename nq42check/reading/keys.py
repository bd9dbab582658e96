"""What people call the keys of files, to answer a key that is not known; loaded only where one is not."""

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from nq42check.text import fold, nfc, visible, without_marks

NAMES: dict[str, tuple[str, ...]] = {
    # A plan, and what it says of its document
    "place": ("địa phương", "tên địa phương", "nơi", "tên nơi", "xã", "phường", "đặc khu", "tên xã", "xã, phường"),
    "province": ("tỉnh", "tên tỉnh", "tỉnh, thành phố", "tỉnh thành", "thành phố"),
    "within": ("thuộc", "thuộc tỉnh", "thuộc địa phương", "trực thuộc", "nằm trong", "trong tỉnh", "cấp trên"),
    "replaces": (
        *("thay thế", "thay", "thay cho", "thay thế kế hoạch", "thay kế hoạch của", "thay thế kế hoạch của"),
        *("hợp nhất", "hợp nhất từ", "sáp nhập", "sáp nhập từ", "kế thừa"),
    ),
    "document": ("văn bản", "tài liệu", "kế hoạch", "chương trình", "thông tin văn bản", "văn bản của tỉnh"),
    "targets": (
        *("chỉ tiêu", "các chỉ tiêu", "danh sách chỉ tiêu", "danh mục chỉ tiêu"),
        *("mục tiêu", "các mục tiêu", "indicators"),
    ),
    "not_applicable": ("không áp dụng", "chuẩn không áp dụng", "không thuộc diện áp dụng", "không phải áp dụng"),
    "waivers": ("ngoại lệ", "các ngoại lệ", "miễn", "miễn trừ", "danh sách ngoại lệ"),
    "other": ("khác", "chỉ tiêu khác", "các chỉ tiêu khác", "chỉ tiêu ngoài danh mục", "ngoài danh mục"),
    "title": ("tên", "tên văn bản", "tiêu đề", "tên kế hoạch", "tên chương trình", "tên gọi", "trích yếu"),
    "id": ("số hiệu", "số", "ký hiệu", "số, ký hiệu", "số và ký hiệu", "số văn bản", "số hiệu văn bản", "mã"),
    "issuer": ("cơ quan ban hành", "nơi ban hành", "đơn vị ban hành", "ban hành", "cơ quan", "người ban hành"),
    "date": ("ngày", "ngày ban hành", "ngày ký", "ngày tháng", "ngày văn bản", "ngày tháng năm"),
    "implements": (
        *("thực hiện", "văn bản thực hiện", "thực hiện văn bản", "thực hiện nghị quyết", "triển khai", "căn cứ"),
        *("văn bản được thực hiện", "văn bản trung ương", "nghị quyết"),
    ),
    "version": ("phiên bản", "bản", "lần sửa"),
    "sha256": ("mã băm", "mã sha256", "mã kiểm", "mã kiểm tra", "hash", "checksum"),
    "status": ("trạng thái", "tình trạng", "xác nhận", "đã xác nhận", "bản nháp"),
    # A target
    "indicator": ("chỉ tiêu", "tên chỉ tiêu", "mã chỉ tiêu", "mã", "tên", "chuẩn"),
    "value": (
        *("giá trị", "mức", "mức đề ra", "mức phấn đấu", "mức chỉ tiêu"),
        *("mức phải đạt", "mức đạt", "con số", "level"),
    ),
    "by": (
        *("năm", "hạn", "thời hạn", "đến năm", "năm đạt", "năm phải đạt", "năm hoàn thành", "thời gian", "mốc"),
        *("hạn hoàn thành", "thời hạn hoàn thành", "mốc thời gian", "kỳ hạn", "thời điểm", "year", "deadline"),
    ),
    "groups": ("nhóm", "các nhóm", "đối tượng", "địa bàn", "nhóm đối tượng", "đối tượng, địa bàn", "phạm vi"),
    "counts": ("tính theo", "cách tính", "đếm", "đếm theo", "đối tượng tính"),
    "only": ("chỉ", "chỉ cho", "chỉ ở", "riêng", "riêng cho", "phạm vi", "phạm vi hẹp", "trong phạm vi", "giới hạn"),
    "where": (
        *("vị trí", "vị trí trong văn bản", "vị trí văn bản", "nơi", "ở đâu", "mục", "chỗ", "trang", "dẫn chiếu"),
        *("điểm", "đoạn", "mục trong văn bản", "place", "location"),
    ),
    "quote": ("trích dẫn", "trích", "câu trích", "trích nguyên văn", "nguyên văn", "lời văn", "trích văn bản"),
    "note": ("ghi chú", "chú thích", "lưu ý", "chú ý", "chú giải", "comment"),
    "task": ("nhiệm vụ", "là nhiệm vụ"),
    "owner": (
        *("đơn vị chủ trì", "chủ trì", "cơ quan chủ trì", "phụ trách", "đơn vị phụ trách", "cơ quan phụ trách"),
        *("đơn vị thực hiện", "cơ quan thực hiện", "đơn vị chịu trách nhiệm", "cơ quan chịu trách nhiệm"),
    ),
    "from": (
        *("xuất phát", "mức xuất phát", "điểm xuất phát", "hiện trạng", "mức hiện trạng", "mức hiện có", "mức đã có"),
        *("giá trị xuất phát", "giá trị hiện trạng", "mức hiện tại", "ban đầu", "mức ban đầu", "từ", "từ mức", "start"),
    ),
    "year": ("năm", "năm số liệu", "của năm", "thời điểm"),
    "name": ("tên", "tên chỉ tiêu", "chỉ tiêu", "tên gọi", "nội dung"),
    # Words that found no place
    "unplaced": (
        *("chưa nhận ra", "câu chưa nhận ra", "các câu chưa nhận ra", "chưa xếp", "câu chưa xếp", "chưa xếp được"),
        *("chưa rõ", "còn lại", "cần xem"),
    ),
    "words": ("câu", "câu chữ", "lời văn", "nguyên văn", "trích", "trích dẫn", "nội dung", "text"),
    "resembles": ("giống", "gần giống", "giống chỉ tiêu", "tương tự", "gần với"),
    "outside": ("ngoài danh mục", "nói về", "về", "nội dung khác", "about"),
    # What does not apply, and waivers
    "reason": ("lý do", "nguyên nhân", "vì sao", "giải trình"),
    "rule": ("quy tắc", "mã quy tắc", "tên quy tắc", "phát hiện", "lỗi"),
    "authority": (
        *("văn bản chấp thuận", "văn bản cho phép", "thẩm quyền", "cấp có thẩm quyền", "cấp chấp thuận"),
        *("cơ quan chấp thuận", "căn cứ", "căn cứ chấp thuận", "chấp thuận"),
    ),
    "until": (
        *("đến ngày", "ngày hết hạn", "hết hạn", "hạn", "thời hạn", "đến", "hiệu lực", "có hiệu lực đến"),
        *("hiệu lực đến", "ngày", "hạn đến"),
    ),
    # A norm
    "binds": ("ràng buộc", "áp dụng cho", "phạm vi ràng buộc"),
    "evidence": ("chứng cứ", "độ tin cậy", "bằng chứng"),
    "basis": ("căn cứ", "cơ sở", "nguồn"),
    "context": ("bối cảnh", "để tham khảo", "lý do tham khảo"),
    "achieved": ("đã đạt", "đã hoàn thành"),
    "places": ("địa phương", "các địa phương", "nơi áp dụng", "các tỉnh", "tỉnh"),
    "on": ("ngày", "ngày đạt", "từ ngày"),
    "source": (
        *("nguồn", "theo nguồn", "nguồn tin", "tệp", "tệp gốc", "tệp nguồn", "tệp văn bản", "văn bản gốc"),
        *("bản gốc", "file"),
    ),
    # Known findings, and the settings of a repository
    "known": ("đã biết", "phát hiện đã biết", "các phát hiện đã biết"),
    "baselines": ("chuẩn", "các chuẩn", "văn bản chuẩn"),
    "against": ("đối chiếu", "đối chiếu với", "so với"),
    "rules": ("quy tắc", "các quy tắc", "thư mục quy tắc"),
    "select": ("chọn", "chỉ chọn", "chọn quy tắc"),
    "ignore": ("bỏ qua", "không xét", "bỏ quy tắc"),
    "severity": ("mức độ", "mức nghiêm trọng", "mức độ nghiêm trọng"),
    "not_waivable": ("không được miễn", "không cho miễn", "không được ngoại lệ", "cấm ngoại lệ"),
    "fail_on": ("không đạt từ", "báo lỗi từ", "dừng khi", "mức không đạt"),
    "language": ("ngôn ngữ", "tiếng"),
    "exclude": ("loại trừ", "loại ra", "không kiểm tra", "trừ"),
    "require": ("yêu cầu", "đòi hỏi", "bắt buộc"),
    "plans": ("kế hoạch", "số kế hoạch", "các kế hoạch"),
    "longest_waiver": ("ngoại lệ dài nhất", "thời hạn ngoại lệ", "hạn ngoại lệ"),
    "authorities": ("thẩm quyền", "các văn bản chấp thuận", "văn bản chấp thuận", "cấp có thẩm quyền"),
}
"""What a person may call each key; the same name may stand under keys that never stand together."""

_TARGET = ("value", "by", "where", "quote", "note", "owner")
UNDER: dict[str, tuple[str, ...]] = {
    "document": ("title", "id", "issuer", "date", "implements", "by", "version", "status", "source", "sha256"),
    "targets": ("indicator", *_TARGET, "groups", "counts", "only", "task", "from", "status"),
    "from": ("value", "year", "where"),
    "not_applicable": ("indicator", "groups", "reason"),
    "waivers": ("indicator", "rule", "value", "reason", "authority", "until"),
    "other": ("name", *_TARGET),
    "unplaced": ("words", "where", "resembles", "outside"),
    "require": ("places", "plans", "implements", "longest_waiver", "authorities"),
}
"""The keys of plans and settings that stand under another key."""
OUTERMOST = frozenset(
    ("place", "province", "within", "replaces", "document", "targets", "not_applicable", "waivers", "other", "unplaced")
)
"""The keys of a plan that stand under none."""

_NEAR, _NEAR_ENGLISH = 0.8, 0.7
_LONGEST = 100
"""No name of a key is so long, whatever stands between its words."""


class Misplaced(NamedTuple):
    """A key that stands in the wrong place, and the keys under which it belongs; none where it is outermost."""

    key: str
    under: tuple[str, ...]


def meant(key: str, known: Collection[str]) -> str | None:
    """The one of the keys `known` that `key` certainly means: it is its name but for marks, case and separators."""
    found = meanings(key, known)
    return found[0] if len(found) == 1 else None


def meanings(key: str, known: Collection[str]) -> tuple[str, ...]:
    """Those of the keys `known` that `key` is a name of; where some are by its marks, the others are not meant."""
    if len(key) > _LONGEST:
        return ()
    spelt, bare = _names(frozenset(known))
    return spelt.get(_joined(key)) or bare.get(_bare(key), ())


def misplaced(key: str, known: Collection[str]) -> Misplaced | None:
    """The key that `key` is or certainly means, where it belongs under some of the keys `known`, or outermost."""
    under = {one: tuple(above for above in UNDER if above in known and one in UNDER[above]) for one in NAMES}
    if below := meant(key, [one for one, above in under.items() if above]):
        return Misplaced(below, under[below])
    inside = "indicator" in known or "by" in known  # of a plan
    outermost = meant(key, OUTERMOST) if inside else None
    return Misplaced(outermost, ()) if outermost else None


def likely(key: str, known: Collection[str]) -> str | None:
    """The one of the keys `known` that `key` looks like, to be asked about; None where it looks like none."""
    from difflib import get_close_matches

    if len(key) > _LONGEST:
        return None
    wanted, (_, named) = _bare(key), _names(frozenset(known))
    for names, cutoff in (([*named], _NEAR), ([_bare(one) for one in known], _NEAR_ENGLISH)):
        if close := get_close_matches(wanted, sorted(names), n=1, cutoff=cutoff):
            return named[close[0]][0]
    return None


_Meanings = dict[str, tuple[str, ...]]


@lru_cache(maxsize=32)
def _names(known: frozenset[str]) -> tuple[_Meanings, _Meanings]:
    """What each name of the keys `known` means, themselves among them: with its marks, and without."""
    named = [(key, name) for key in sorted(known) for name in (key, *NAMES.get(key, ()))]
    spelt, bare = _Meanings(), _Meanings()
    for key, name in named:
        for meanings, word in ((spelt, _joined(name)), (bare, _bare(name))):
            meanings[word] = tuple(dict.fromkeys((*meanings.get(word, ()), key)))
    return spelt, bare


def _joined(name: str) -> str:
    """A name in one word, as it is compared: without separators, however it is typed."""
    parted = "".join(sign if sign.isalnum() else " " for sign in nfc(visible(name)))
    return fold(parted).replace(" ", "")


def _bare(name: str) -> str:
    """The same without marks."""
    return without_marks(_joined(name)).replace("y", "i")
