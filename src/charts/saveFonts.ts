/** Reads a same-origin file as a data: address. */
async function asDataUrl(url: string): Promise<string> {
  const blob = await (await fetch(url)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('The font could not be read.'));
    reader.readAsDataURL(blob);
  });
}

/** The page's own font faces, family names without quotes, with the sheet their addresses are relative to. */
function fontFaces(): { rule: CSSFontFaceRule; family: string; base: string }[] {
  return [...document.styleSheets].flatMap((sheet) => {
    const base = sheet.href ?? document.baseURI;
    return [...sheet.cssRules]
      .filter((rule): rule is CSSFontFaceRule => rule instanceof CSSFontFaceRule)
      .map((rule) => ({
        rule,
        base,
        family: rule.style.getPropertyValue('font-family').replace(/["']/g, ''),
      }));
  });
}

/**
 * CSS that carries the page's fonts inside itself, for a picture drawn where the page's styles do not reach; only the
 * families that `markup` names. A font that cannot be read is left out: the picture then uses the reader's own.
 */
export async function embeddedFonts(markup: string): Promise<string> {
  const rules = await Promise.all(
    fontFaces()
      .filter(({ family }) => markup.includes(family))
      .map(async ({ rule, base, family }) => {
        const source = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.getPropertyValue('src'));
        if (!source) return '';
        const data = await asDataUrl(new URL(source[1], base).href).catch(() => null);
        if (data === null) return '';
        const kept = ['font-weight', 'font-style', 'unicode-range']
          .map((property) => [property, rule.style.getPropertyValue(property)])
          .filter(([, value]) => value)
          .map(([property, value]) => `${property}:${value};`)
          .join('');
        return `@font-face{font-family:"${family}";src:url(${data});${kept}}`;
      }),
  );
  return rules.join('');
}
