"""What the built site leaves out, nobody misses."""

import gzip
from pathlib import Path

import material
import pytest

from reluexplain.docsbuild.lighter import short_script

ROOT = Path(__file__).resolve().parent.parent

SELECTORS = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const found = [];
  const walk = (rules) => {
    for (const rule of rules) {
      if (rule.selectorText) found.push(...rule.selectorText.split(/,(?![^(]*\\))/));
      else if (rule.cssRules) walk(rule.cssRules);
    }
  };
  walk(sheet.cssRules);
  return found.map((selector) => selector.trim());
}"""


@pytest.fixture(scope="module")
def sheets(site):
    """The theme's main style sheet as the theme has it, and as the site has it."""
    (kept,) = site.glob("assets/stylesheets/main.*.css")
    whole = Path(material.__file__).parent / "templates" / "assets" / "stylesheets" / kept.name
    return whole.read_text(encoding="utf-8"), kept.read_text(encoding="utf-8")


def test_no_page_has_an_element_whose_rule_was_dropped(open_page, address, pages, sheets):
    page = open_page(address)
    whole, kept = (page.evaluate(SELECTORS, sheet) for sheet in sheets)
    dropped = sorted(set(whole) - set(kept))
    assert len(dropped) > 100
    assert set(kept) <= set(whole), "no rule is rewritten"
    for name in pages:
        page.goto(address + name)
        missed = page.evaluate(
            """(selectors) => selectors.filter((selector) => {
              const plain = selector
                .replace(
                  /::?(?!nth-)(before|after|marker|placeholder|[\\w]*-[\\w-]+(\\([^)]*\\))?)/g,
                  "",
                )
                .replace(/:(hover|focus|active|checked|target)/g, "");
              try { return document.querySelector(plain) !== null; } catch { return false; }
            })""",
            dropped,
        )
        assert missed == [], f"{name} has elements for rules that the build dropped: {missed[:5]}"


def test_the_theme_s_sheet_is_a_third_lighter(sheets):
    whole, kept = (len(gzip.compress(sheet.encode())) for sheet in sheets)
    assert kept < 0.7 * whole


def test_a_script_keeps_its_strings_to_the_letter():
    """A script that readers paste stands in one of ours, between backquotes."""
    text = "const a = `  two\n\n  // no comment\n`; // a comment\n"
    assert "`  two\n\n  // no comment\n`" in short_script(text)
    assert "a comment" not in short_script(text)
