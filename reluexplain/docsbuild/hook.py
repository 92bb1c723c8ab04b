"""What only MkDocs can do for the site: files that no page holds, and the finished page's policy.

Everything that a page needs to be right is in `extension`, which other programs can run as well.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from reluexplain.docsbuild import archive, labs, lighter, memory, snippets

_serving = False


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether MkDocs serves: its reload script would not pass the policy."""
    global _serving
    _serving = command == "serve"


def on_files(files: Files, config: Any) -> Files:
    """Add what readers can download: the snippets, the labs' notebooks, the whole site."""
    for snippet in snippets.paths() + snippets.framework_paths():
        name = snippet.relative_to(memory.ROOT).as_posix()
        files.append(File.generated(config, name, abs_src_path=str(snippet)))
    for lab in sorted(Path(config["docs_dir"], "labs").glob("*.py")):
        files.append(
            File.generated(config, f"labs/{lab.stem}.ipynb", content=labs.to_notebook(lab))
        )
    # Packed when all else is built; a page may link to it.
    files.append(File.generated(config, archive.NAME, content=b""))
    return files


def on_page_read_source(page: Page, config: Any) -> str | None:
    """Give a lab's page as Markdown, from its run."""
    path = Path(page.file.abs_src_path or "")
    return labs.to_markdown(path) if path.suffix == ".py" else None


@event_priority(-100)
def on_pre_page(page: Page, config: Any, files: Files) -> Page:
    """Let MkDocs render a lab: mkdocs-jupyter would put its own rendering in place."""
    page.__dict__.pop("render", None)
    return page


def on_post_page(output: str, page: Page, config: Any) -> str:
    """Finish a page."""
    return finished(output)


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """Finish the page that a wrong address shows."""
    return finished(output_content) if template_name.endswith(".html") else output_content


def finished(page: str) -> str:
    """Return a page with two defects of the theme mended.

    Its search dialog has no name. And its instant navigation assigns to every `href`, which ends
    in an error at a `use` in a figure; it passes over the older `xlink:href`.
    """
    dialog = 'data-md-component="search" role="dialog"'
    page = page.replace(dialog, f'{dialog} aria-label="Search"')
    return re.sub(r"(<use\b[^>]*? )(href=)", r"\1xlink:\2", page)


def on_post_build(config: Any) -> None:
    """Write what needs the whole site, and pack it into one file."""
    site = Path(config["site_dir"])
    sheets = [*sorted(site.glob("assets/stylesheets/palette.*.css")), site / "stylesheets/site.css"]
    rules = "\n".join(dark_rules(sheet.read_text(encoding="utf-8")) for sheet in sheets)
    (site / "stylesheets" / "no-script.css").write_text(rules, encoding="utf-8")
    if not _serving:
        lighter.lighten(site)
        write_policy(site)
    archive.pack(site, urlsplit(config["site_url"] or "").path)


def write_policy(site: Path) -> None:
    """Give all pages one policy, which allows their own host and the theme's inline scripts alone.

    Instant navigation adds the next page's policy to the first one's unless both are the same, and
    the theme's inline scripts differ with a page's depth: so each page allows the scripts of all.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    scripts = {script for page in pages.values() for script in inline_scripts(page)}
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    hashes = sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    policy = "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    charset = '<meta charset="utf-8">'
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    for path, page in pages.items():
        path.write_text(page.replace(charset, charset + meta, 1), encoding="utf-8")


def inline_scripts(page: str) -> list[str]:
    """Return the scripts that stand in a page itself.

    Examples:
        >>> inline_scripts('<script>a()</script><script src="b.js"></script>')
        ['a()']
    """
    return re.findall(
        r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>(.*?)</script>", page, re.DOTALL
    )


def dark_rules(sheet: str) -> str:
    """Return a style sheet's rules for the dark scheme, made to hold for the default one.

    Without JavaScript the theme stays with its first scheme. A page links these rules where there
    is no JavaScript and the system asks for the dark.

    Examples:
        >>> dark_rules('[data-md-color-scheme="slate"] { --a: 1 } p { margin: 0 }')
        '[data-md-color-scheme=default] { --a: 1 }'
    """
    sheet = re.sub(r"@media print\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
    rules = re.findall(r"[^{}]*\[data-md-color-scheme=\"?slate\"?\][^{}]*\{[^{}]*\}", sheet)
    slate = r"\[data-md-color-scheme=\"?slate\"?\]"
    return "\n".join(
        re.sub(slate, "[data-md-color-scheme=default]", rule).strip()
        for rule in rules
        if ":not" not in rule
    )
