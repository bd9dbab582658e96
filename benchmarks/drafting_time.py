"""What drafting costs: `python benchmarks/drafting_time.py`.

`nq42check draft` of a made-up plan of 20 pages, as each format, beside the start of Python with `import click, yaml`;
then of files made to do harm, each beside 20 ordinary documents of its format. The processor time is that of all
processes, the memory that of the largest.
"""

import io
import json
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from zipfile import ZIP_DEFLATED, ZipFile

from run import CHECK, ENVIRONMENT
from together import _MEASURED

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import word  # noqa: E402
from shapes import BEFORE, SHAPES, Body  # noqa: E402
from shapes_written import WRITERS as PRINTS  # noqa: E402
from shapes_written import docx, html, pdf  # noqa: E402
from targets import lists  # noqa: E402

DRAFT = [*CHECK, "draft"]
START = [sys.executable, "-c", "import click, yaml"]
BOUNDS = {"docx": 8, "txt": 8, "html": 8, "pdf": 60}
PAGE = 2_600
"""The characters of a page."""
MEMORY = 300
ROUNDS = 5


# Ordinary documents


def ordinary(pages: int) -> Body:
    """A plan with a list of targets, a table of others, and tasks until it is `pages` long."""
    named = lists()
    body: Body = [*SHAPES["bullets under headings"](named["hung_yen"]).body]
    table = SHAPES["table with rows for groups"](named["kien_giang"]).body
    number = 0
    while sum(len(part) for part in body if isinstance(part, str)) < (pages - 4) * PAGE:
        number += 1
        body.append(f"{number}. Nhiệm vụ, giải pháp thứ {number}")
        body.append(f"{TASK} Phân công {number} đơn vị phối hợp thực hiện trong giai đoạn {number}.")
    return [*body, *table[len(BEFORE) :]]


TASK = (
    "Các sở, ban, ngành, Ủy ban nhân dân các xã, phường tổ chức quán triệt, tuyên truyền sâu rộng trong cán bộ, đảng "
    "viên và Nhân dân về chính sách xã hội; rà soát, bổ sung cơ chế, chính sách phù hợp với điều kiện của tỉnh; "
    "nâng cao hiệu lực, hiệu quả quản lý nhà nước; đẩy mạnh cải cách hành chính, chuyển đổi số. "
)


def as_text(body: Body) -> bytes:
    """The document as text."""
    from shapes import lined

    return lined(body).encode()


WRITERS: dict[str, Callable[[Body], bytes]] = {
    "docx": docx,
    "txt": as_text,
    "html": lambda body: html(body).encode(),
    **({"pdf": pdf} if PRINTS["PDF"] else {}),
}


# Files made to do harm


def zip_bomb() -> bytes:
    """A .docx whose document is 4 GB of spaces."""
    stream = io.BytesIO(word.docx("Kế hoạch"))
    with (
        ZipFile(stream, "a", ZIP_DEFLATED) as archive,
        archive.open("word/document2.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(4_000):
            part.write(b" " * 1_000_000)
    return stream.getvalue()


def swollen() -> bytes:
    """A .docx whose document itself is 1 GB of spaces."""
    stream = io.BytesIO()
    archive = ZipFile(stream, "w", ZIP_DEFLATED)
    archive.writestr("[Content_Types].xml", "<Types/>")
    return _filled(archive, stream, "word/document.xml", 1_000)


def _filled(archive: ZipFile, stream: io.BytesIO, name: str, megabytes: int) -> bytes:
    """The archive with a part of spaces in it, which take no room."""
    with archive, archive.open(name, "w", force_zip64=True) as part:
        for _ in range(megabytes):
            part.write(b" " * 1_000_000)
    return stream.getvalue()


def laughs() -> bytes:
    """A .docx whose document is made of entities of entities."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return word.package({"word/document.xml": f'<!DOCTYPE w [<!ENTITY e0 "ha">{entities}]><w>&e11;</w>'})


def paragraphs() -> bytes:
    """A .docx of three million paragraphs."""
    return word.docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 3_000_000)


def nested() -> bytes:
    """A .docx of 5,000 tables inside one another."""
    opened = "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>" * 5_000
    return word.docx(f"{opened}<w:p/>{'</w:tc></w:tr></w:tbl>' * 5_000}")


def deep() -> bytes:
    """An HTML page of 100,000 elements inside one another."""
    return b"<!DOCTYPE html><html><body>" + b"<div>" * 100_000 + b"a" + b"</div>" * 100_000


def spanned() -> bytes:
    """An HTML table whose cells span a thousand rows and columns each."""
    cell = '<td rowspan="1000" colspan="1000">95%</td>'
    return f"<!DOCTYPE html><html><body><table>{f'<tr>{cell * 100}</tr>' * 100}</table></body></html>".encode()


def figures() -> bytes:
    """A text of one paragraph with 100,000 figures, in a list of targets."""
    run = ", ".join(f"{n % 100}% dân số tham gia bảo hiểm y tế" for n in range(100_000))
    return f"Kế hoạch\nII. CHỈ TIÊU CỤ THỂ ĐẾN NĂM 2030\n- {run}.\n".encode()


def long() -> bytes:
    """A text with a sentence of 800 figures."""
    run = ", ".join(f"{n % 100}% dân số tham gia bảo hiểm y tế" for n in range(800))
    return f"Kế hoạch\nII. CHỈ TIÊU CỤ THỂ ĐẾN NĂM 2030\n- {run}.\n".encode()


def lines() -> bytes:
    """A text of 300,000 targets, each a line."""
    each = "\n".join(f"- Tỷ lệ dân số tham gia bảo hiểm y tế đợt {n} đạt {n % 100}%." for n in range(300_000))
    return f"Kế hoạch\nII. CHỈ TIÊU CỤ THỂ ĐẾN NĂM 2030\n{each}\n".encode()


def bars() -> bytes:
    """A text of a million bars."""
    return b"II. CH\xe1\xbb\x88 TI\xc3\x8aU\n" + b"| a | 95 " * 1_000_000


def flate() -> bytes:
    """A PDF whose page is 1 GB of spaces."""
    import printing

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(1_000)) + packer.flush()
    return printing.file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
        ]
    )


def rules() -> bytes:
    """A PDF with a page of 200,000 ruled lines."""
    import printing

    lines = b"\n".join(b"%d %d m %d %d l S" % (n % 595, n % 842, n * 7 % 595, n * 11 % 842) for n in range(200_000))
    return printing.document([lines])


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "4 GB beside the document": ("docx", zip_bomb),
    "1 GB in the document": ("docx", swollen),
    "entities of entities": ("docx", laughs),
    "3,000,000 paragraphs": ("docx", paragraphs),
    "5,000 tables in one another": ("docx", nested),
    "100,000 elements in one another": ("html", deep),
    "cells that span 1,000 rows and columns": ("html", spanned),
    "100,000 figures in a sentence": ("txt", figures),
    "800 figures in a sentence": ("txt", long),
    "300,000 targets": ("txt", lines),
    "1,000,000 bars": ("txt", bars),
    "1 GB in a page": ("pdf", flate),
    "200,000 rules on a page": ("pdf", rules),
}


# The tables


LIMITED = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, (60, 60))\n{_MEASURED}"


def measured(command: Sequence[str]) -> tuple[float, float]:
    """Seconds of processor time, and the peak in MiB; the command is ended after a minute."""
    done = subprocess.run([sys.executable, "-c", LIMITED, *command], capture_output=True, env=ENVIRONMENT)
    seconds, _, _, peak = json.loads(done.stdout)
    return seconds, peak


def main() -> None:
    """Make the documents and print the tables."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for form, write in WRITERS.items():
            (folder / f"plan.{form}").write_bytes(write(ordinary(20)))
        print("| 20 pages | ratio | least – greatest | bound | seconds | MiB |\n|---|---|---|---|---|---|")
        usual = {}
        for form in WRITERS:
            command = [*DRAFT, str(folder / f"plan.{form}")]
            pairs = [(measured(command), measured(START)) for _ in range(ROUNDS)]
            ratios = sorted(mine[0] / its[0] for mine, its in pairs)
            usual[form] = median(mine[0] for mine, _ in pairs)
            print(
                f"| .{form} | {median(ratios):.1f} | {ratios[0]:.1f} – {ratios[-1]:.1f} | {BOUNDS[form]} "
                f"| {usual[form]:.2f} | {max(mine[1] for mine, _ in pairs):.0f} |",
                flush=True,
            )
        print("\n| file | as | of 20 ordinary documents | seconds | MiB |\n|---|---|---|---|---|")
        for name, (form, make) in ((name, each) for name, each in HOSTILE.items() if each[0] in usual):
            (folder / f"hostile.{form}").write_bytes(make())
            seconds, peak = measured([*DRAFT, str(folder / f"hostile.{form}")])
            part, over = seconds / (20 * usual[form]), " ✗"
            print(
                f"| {name} | .{form} | {part:.2f}{over if part > 1 else ''} | {seconds:.1f} "
                f"| {peak:.0f}{over if peak > MEMORY else ''} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
