/**
 * Runs in a page: the contrast of each word that has a tone, and of plain text, with what it stands on, as WCAG reckons it. It is text, as the
 * types of a browser would be everybody's if they were anybody's.
 */
export const contrastScript = `(() => {
  const partsOf = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [red = 0, green = 0, blue = 0] = partsOf(colour).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (partsOf(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  return [".good", ".bad", ".warning", ".quiet", "a", "dd", "dt", "th", "td", "p", "summary"].flatMap((selector) => {
    const element = document.querySelector("main " + selector);
    if (!element) return [];
    const [high, low] = [getComputedStyle(element).color, groundOf(element)].map(luminance).sort((a, b) => b - a);
    return [(high + 0.05) / (low + 0.05)];
  });
})()`;
