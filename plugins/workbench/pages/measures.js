// Measures of a page as it is laid out; each is called with the window at some width.
window.measures = (() => {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const channel = (c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  // Relative luminance and contrast ratio as WCAG 2.2 defines them.
  const luminance = (colour) => colour.slice(0, 3).map(channel)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (one, other) => {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const lowest = (pairs, none) => pairs.sort((a, b) => a[0] - b[0])[0] ?? [none, ''];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });

  return {
    // By how many pixels the page is wider than the window.
    overflow: () => document.documentElement.scrollWidth - document.documentElement.clientWidth,

    // The lowest contrast of text with what is behind it, and where.
    lowestContrast() {
      const pairs = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !shown(element)) continue;
        const value = ratio(numbers(getComputedStyle(element).color), behind(element));
        pairs.push([Math.round(value * 100) / 100, element.outerHTML.slice(0, 120)]);
      }
      return lowest(pairs, 21);
    },

    // The shorter side of the smallest thing to click that does not stand within a sentence.
    smallestTarget() {
      // WCAG 2.2's 2.5.8 leaves out what the line height of text around it sets.
      const isInSentence = (element) => getComputedStyle(element).display === 'inline'
        && [...element.parentElement.childNodes].some((node) => /[\p{L}\p{N}]/u.test(node.nodeType === 3 ? node.data : ''));
      const boxes = [...document.querySelectorAll('a[href], summary, button, input, [tabindex="0"]')]
        .filter((element) => shown(element) && !element.matches('.skip-link, p a, p a *') && !isInSentence(element))
        .map((element) => [element.getBoundingClientRect(), element.outerHTML.slice(0, 120)])
        .filter(([box]) => box.width && box.height)
        .map(([box, html]) => [Math.round(Math.min(box.width, box.height) * 10) / 10, html]);
      return lowest(boxes, 999);
    },

    // How many full-width characters fit on a line of the longest paragraph; 0 without one.
    charactersPerLine() {
      const length = (paragraph) => paragraph.textContent.length;
      const [paragraph] = [...document.querySelectorAll('.prose > p')]
        .sort((a, b) => length(b) - length(a));
      if (!paragraph) return 0;
      return Math.floor(paragraph.clientWidth / parseFloat(getComputedStyle(paragraph).fontSize));
    },
  };
})();
