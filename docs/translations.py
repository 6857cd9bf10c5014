"""Which translated pages are older than the English page they were made from.

``python docs/translations.py`` names them, each with the command that shows what has changed in
English since, and exits with 1 when there are any. When a translation has been brought up to date,
``python docs/translations.py --done docs/law.ru.md`` writes down that it has.

The first line of a translation names its English page and the hash of the text that it translates:
``<!-- translation of docs/law.md: 3f2a91c04d7b -->``. Pages that docs/make_pages.py makes have no
such line: their words come from the catalogues of the program.
"""  # noqa: INP001 - a script, no package

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("kk", "ru")
_FIRST = re.compile(r"<!-- translation of (\S+): (\w+) -->\n")
#: What commands print is put in by docs/make_pages.py.
_PRINTED = re.compile(r"(<!-- run\b.*?-->\n)```.*?\n```\n", re.DOTALL)


def text_hash(text: str) -> str:
    """The hash of what a page says; line breaks and the output of commands do not count."""
    words = " ".join(_PRINTED.sub(r"\1", text).split())
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def translations(root: Path = ROOT) -> dict[Path, tuple[str, str]]:
    """Translated page -> its English page, from ``root``, and the hash of what it translates."""
    found = {}
    for language in LANGUAGES:
        for page in sorted([*root.glob(f"*.{language}.md"), *root.glob(f"docs/*.{language}.md")]):
            if first := _FIRST.match(page.read_text(encoding="utf-8")):
                found[page] = (first[1], first[2])
    return found


def stale(root: Path = ROOT) -> dict[Path, tuple[str, str]]:
    """The translations whose English page has changed since."""
    return {
        page: (english, translated)
        for page, (english, translated) in translations(root).items()
        if text_hash((root / english).read_text(encoding="utf-8")) != translated
    }


def _revision(english: str, translated: str) -> str:
    """The newest commit in which the English page has the hash ``translated``; "" for none."""
    log = ["git", "log", "--format=%H", "--", english]
    for commit in subprocess.run(  # noqa: S603 - words of our own
        log, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split():
        show = ["git", "show", f"{commit}:{english}"]
        old = subprocess.run(show, cwd=ROOT, capture_output=True, check=False)  # noqa: S603
        if text_hash(old.stdout.decode("utf-8")) == translated:
            return commit[:12]
    return ""


def mark_done(page: Path, root: Path = ROOT) -> None:
    """Write into the first line of a translation that it translates its English page of today."""
    text = page.read_text(encoding="utf-8")
    first = _FIRST.match(text)
    if first is None:
        raise SystemExit(f"{page}: the first line does not name the English page")
    now = text_hash((root / first[1]).read_text(encoding="utf-8"))
    line = f"<!-- translation of {first[1]}: {now} -->\n"
    page.write_text(line + text[first.end() :], encoding="utf-8")


def main() -> None:
    """Name what is stale, or with ``--done`` and files write down that these are up to date."""
    if sys.argv[1:2] == ["--done"]:
        for name in sys.argv[2:]:
            mark_done(Path(name))
        return
    old = stale()
    for page, (english, translated) in old.items():
        commit = _revision(english, translated)
        since = f"git diff {commit} -- {english}" if commit else f"the whole of {english}"
        sys.stdout.write(f"{page.relative_to(ROOT)}: {since}\n")
    sys.exit(1 if old else 0)


if __name__ == "__main__":
    main()
