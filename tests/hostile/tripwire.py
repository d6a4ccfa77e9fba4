"""What a page runs, asks for and holds, as a browser sees it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

_WIRE = """
globalThis.ran = [];
globalThis.tripwire = () => { ran.push('tripwire'); return ''; };
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  globalThis[name] = () => { ran.push(name); };
"""
# Elements that load, run, post or restyle, attributes that run, and addresses that are no link.
_HELD = """() => {
  const held = [];
  const loud = 'script,style,link,meta[http-equiv],base,iframe,frame,frameset,object,embed,form,'
    + 'audio,video,source,track,img,image,input,button,textarea,select,svg,math,template,marquee,'
    + 'portal,dialog,xmp,plaintext';
  const texts = new Set(['STYLE', 'SCRIPT']);
  const short = (value) => value.slice(0, 120);
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const name = element.localName;
      if (element.matches(loud)) held.push(name);
      if (texts.has(element.nodeName) && element.textContent.includes('tripwire')
          && element.type !== 'application/ld+json') held.push('text of ' + name);
      for (const { name: key, value } of element.attributes) {
        if (key.startsWith('on')) held.push(`${name} ${key}`);
        if (key === 'style' && value.includes('tripwire')) held.push(`${name} style ${short(value)}`);
        if (['href', 'src', 'action', 'formaction', 'data', 'xlink:href', 'poster', 'ping', 'srcset']
            .includes(key)) {
          let address;
          try { address = new URL(value, document.baseURI); } catch { continue; }
          if (!['http:', 'https:', 'mailto:', 'data:'].includes(address.protocol)
              || (address.protocol === 'data:' && name !== 'link' && name !== 'img'))
            held.push(`${name} ${key} ${short(value)}`);
          if (key !== 'href' && address.host === 'tripwire.example')
            held.push(`${name} ${key} ${short(value)}`);
        }
        if (['data-ai-disclosure', 'data-origin', 'data-review', 'data-commentary'].includes(key))
          held.push(`${key} ${value}`);
      }
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  return held.sort();
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What happened while a page was open."""

    ran: tuple[str, ...]
    asked: tuple[str, ...]
    """Addresses on other hosts that the page asked for."""
    violations: tuple[str, ...]
    """What the console said of the page's policy."""
    held: tuple[str, ...]
    """Elements that load or run, attributes that run, and marks of who wrote what, sorted."""


@dataclass(slots=True)
class Watch:
    """One browser window that notes what each page does; `obeys` its policy, or not."""

    browser: Browser
    base: str
    obeys: bool
    _asked: list[str] = field(default_factory=list)
    _violations: list[str] = field(default_factory=list)
    _page: Page | None = None

    def look(self, path: str) -> Seen:
        """Open a page, move over it, focus what can be focused, and tell what happened."""
        page = self._page or self._open()
        self._asked.clear()
        self._violations.clear()
        page.goto(f"{self.base}/{path}", wait_until="load")
        page.mouse.move(200, 200)
        page.keyboard.press("Tab")
        held = page.evaluate(_HELD)
        ran = page.evaluate("globalThis.ran")
        return Seen(tuple(ran), tuple(self._asked), tuple(self._violations), tuple(held))

    def search(self, path: str, words: str) -> Seen:
        """Open the search page, search for words, and tell what happened."""
        self.look(path)
        page = self._page or self._open()
        page.fill("input[type=search]", words)
        page.wait_for_function(
            f"document.querySelector('main').innerText.includes({json.dumps(words)})"
        )
        page.wait_for_timeout(500)
        ran, held = page.evaluate("globalThis.ran"), page.evaluate(_HELD)
        return Seen(tuple(ran), tuple(self._asked), tuple(self._violations), tuple(held))

    def _open(self) -> Page:
        context: BrowserContext = self.browser.new_context(bypass_csp=not self.obeys)
        context.route(
            lambda address: not address.startswith(self.base), lambda route: route.abort()
        )
        self._page = context.new_page()
        self._page.add_init_script(_WIRE)
        # Playwright cannot take methods of a slotted value
        self._page.on("request", lambda request: self._note_request(request))  # noqa: PLW0108
        self._page.on("console", lambda message: self._note_console(message))  # noqa: PLW0108
        self._page.on("dialog", lambda dialog: dialog.dismiss())
        return self._page

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self._asked.append(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self._violations.append(message.text)
