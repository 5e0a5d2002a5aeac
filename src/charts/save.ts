import { cssColorToRgb } from './cssColor';
import { embeddedFonts } from './saveFonts';
import { textWidth } from './tokenText';

/** The lines written around a saved picture. */
export interface SaveNotes {
  readonly title: string;
  /** How to read it. */
  readonly caption?: string;
  /** The settings it was drawn with, e.g. "story 5.2 M, T = 0.80, top-p 0.90, seed 7". */
  readonly settings?: string;
  /** The link that reproduces it. */
  readonly link?: string;
}

/** A standalone picture with its size in px. */
export interface SavedSvg {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

// The page's family first, then one of the same kind: the page's own stacks put Chinese faces before serif and mono.
const FAMILIES = {
  mono: 'JetBrains Mono Variable, JetBrains Mono, ui-monospace, Menlo, Consolas, monospace',
  serif: "'Source Serif 4 Variable', 'Source Serif 4', Georgia, serif",
  sans: 'IBM Plex Sans Variable, IBM Plex Sans, system-ui, sans-serif',
};
const familyFor = (stack: string) =>
  /mono/i.test(stack) ? FAMILIES.mono : /serif 4|georgia/i.test(stack) ? FAMILIES.serif : FAMILIES.sans;

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 24;

// Everything that gives a mark its look, as presentation attributes that any SVG reader understands.
const PAINT = ['fill', 'stroke'] as const;
const PROPERTIES = [
  'fill-opacity',
  'font-size',
  'font-style',
  'font-weight',
  'letter-spacing',
  'opacity',
  'paint-order',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'stroke-width',
  'text-anchor',
  'visibility',
] as const;
const INITIAL: Readonly<Record<string, string>> = {
  'fill-opacity': '1',
  'font-style': 'normal',
  'letter-spacing': 'normal',
  opacity: '1',
  'paint-order': 'normal',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'stroke-opacity': '1',
  'stroke-width': '1px',
  'text-anchor': 'start',
  visibility: 'visible',
};
const GEOMETRY = new Set([
  'x',
  'y',
  'x1',
  'x2',
  'y1',
  'y2',
  'cx',
  'cy',
  'r',
  'rx',
  'ry',
  'dx',
  'dy',
  'd',
  'points',
  'width',
  'height',
  'transform',
  'viewBox',
  'id',
  'patternUnits',
  'patternTransform',
  'href',
  'data-value',
  'data-before',
  'data-after',
  'data-row',
  'data-col',
  'data-from',
  'data-to',
  'data-series',
  'data-count',
  'data-x',
  'data-chart',
]);

/** Replaces classes and CSS variables of `copy` by what `live` computes to, through the whole tree. */
function resolveInto(live: Element, copy: Element): void {
  const style = getComputedStyle(live);
  const attributes = [...copy.attributes].map((attribute) => attribute.name);
  for (const name of attributes) if (!GEOMETRY.has(name)) copy.removeAttribute(name);
  for (const name of PAINT) {
    const value = style.getPropertyValue(name).trim();
    if (value)
      copy.setAttribute(name, /^url\(/.test(value) ? value.replace(/["']/g, '') : cssColorToRgb(value));
  }
  for (const name of PROPERTIES) {
    const value = style.getPropertyValue(name).trim();
    if (value && value !== INITIAL[name]) copy.setAttribute(name, value.replace(/"/g, "'"));
  }
  if (live.tagName === 'text') copy.setAttribute('font-family', familyFor(style.fontFamily));
  const children = [...live.children];
  const copies = [...copy.children];
  children.forEach((child, i) => resolveInto(child, copies[i]));
  // Marks that only catch the pointer are no part of the picture.
  for (const child of [...copy.children]) {
    const invisible =
      child.getAttribute('fill') === 'none' && (child.getAttribute('stroke') ?? 'none') === 'none';
    if (invisible && child.tagName === 'rect') child.remove();
  }
}

/** Breaks a line into several of at most `width` px; a link, which has no spaces, breaks before its parameters. */
function wrap(text: string, fontPx: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(/(?<=\s)|(?<=[\u3000-\u9fff])|(?=&)/u)) {
    while (textWidth(word, fontPx) > width) {
      let end = word.length - 1;
      while (end > 1 && textWidth(line + word.slice(0, end), fontPx) > width) end--;
      lines.push(line + word.slice(0, end));
      line = '';
      word = word.slice(end);
    }
    if (line && textWidth(line + word, fontPx) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text) node.textContent = text;
  return node;
}

/**
 * A chart as a standalone SVG: every colour and size resolved, title above, caption, settings and link below, canvases
 * embedded as PNG; null for a chart without an SVG (a token row).
 */
export function chartSvg(chart: HTMLElement, notes: SaveNotes): SavedSvg | null {
  const live = chart.getElementsByTagName('svg')[0];
  if (!live) return null;
  const root = getComputedStyle(document.documentElement);
  const color = (name: string, otherwise: string) =>
    cssColorToRgb(root.getPropertyValue(name).trim() || otherwise);
  const inner = { width: Number(live.getAttribute('width')), height: Number(live.getAttribute('height')) };
  const copy = live.cloneNode(true) as SVGSVGElement;
  resolveInto(live, copy);
  const width = Math.max(320, inner.width) + 2 * MARGIN;
  const ink = color('--ink', '#122125');
  const muted = color('--muted', '#546668');
  const font = FAMILIES.sans;
  const illustration = live.dataset.illustration;
  const title = illustration ? `${notes.title} (${illustration})` : notes.title;

  const out = element('svg', { xmlns: SVG, width, role: 'img' });
  out.append(element('title', {}, title), element('desc', {}, live.getAttribute('aria-label') ?? ''));
  const back = element('rect', { x: 0, y: 0, width, fill: color('--pane', '#ffffff') });
  out.append(back);
  let y = MARGIN;
  for (const line of wrap(title, 18, width - 2 * MARGIN)) {
    y += 18;
    out.append(
      element(
        'text',
        { x: MARGIN, y, fill: ink, 'font-family': font, 'font-size': 18, 'font-weight': 600 },
        line,
      ),
    );
    y += 6;
  }
  y += 10;
  const picture = element('g', { transform: `translate(${MARGIN},${y})` });
  const corner = chart.getBoundingClientRect();
  for (const canvas of [...chart.getElementsByTagName('canvas')]) {
    const box = canvas.getBoundingClientRect();
    picture.append(
      element('image', {
        x: box.left - corner.left,
        y: box.top - corner.top,
        width: box.width || canvas.width,
        height: box.height || canvas.height,
        href: canvas.toDataURL('image/png'),
      }),
    );
  }
  picture.append(copy);
  if (illustration) {
    const frame = { x: -8, y: -8, width: inner.width + 16, height: inner.height + 16 };
    picture.append(
      element('rect', {
        ...frame,
        fill: 'none',
        stroke: color('--warn', '#8d5e00'),
        'stroke-dasharray': '4 3',
      }),
    );
  }
  out.append(picture);
  y += inner.height + 12;
  const below = [
    { text: notes.caption, fill: ink },
    { text: notes.settings, fill: muted },
    { text: notes.link, fill: muted },
  ];
  for (const { text, fill } of below) {
    for (const line of text ? wrap(text, 12, width - 2 * MARGIN) : []) {
      y += 16;
      out.append(element('text', { x: MARGIN, y, fill, 'font-family': font, 'font-size': 12 }, line));
    }
  }
  const height = Math.ceil(y + MARGIN);
  out.setAttribute('height', String(height));
  out.setAttribute('viewBox', `0 0 ${width} ${height}`);
  back.setAttribute('height', String(height));
  return { svg: new XMLSerializer().serializeToString(out), width, height };
}

/** A saved picture as PNG at `scale` device px per px; rejects with an Error when the browser cannot draw it. */
export async function pngOf(saved: SavedSvg, scale = 2): Promise<Blob> {
  // A picture drawn from a blob sees none of the page's styles: its fonts must travel inside it.
  const fonts = await embeddedFonts(saved.svg);
  const svg = fonts
    ? saved.svg.replace(/(<svg[^>]*>)/, (open) => `${open}<style>${fonts}</style>`)
    : saved.svg;
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(saved.width * scale);
    canvas.height = Math.round(saved.height * scale);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser gives no canvas to draw on.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The picture could not be turned into a PNG.');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}
