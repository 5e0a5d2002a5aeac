/** How a token is shown: its text with invisible characters made visible, and what kind of token it is. */
export interface VisibleToken {
  readonly text: string;
  readonly kind: 'plain' | 'space' | 'newline' | 'byte' | 'control' | 'empty';
  /** The token begins with a space (drawn apart, in the muted colour). */
  readonly leadingSpace: boolean;
}

/**
 * The bytes of a token that is a piece of a character and no text of its own, written `<E4><BD>`; null for any other
 * token.
 */
export function tokenBytes(raw: string): readonly number[] | null {
  if (!/^(<[0-9A-F]{2}>)+$/.test(raw)) return null;
  return Array.from(raw.matchAll(/[0-9A-F]{2}/g), ([pair]) => parseInt(pair, 16));
}

/** Makes a token's text visible: spaces as ·, newlines as ↵, tabs as ⇥, bytes as hex pairs, nothing as ∅. */
export function visibleToken(raw: string): VisibleToken {
  if (tokenBytes(raw)) return { text: raw.replace(/[<>]+/g, ' ').trim(), kind: 'byte', leadingSpace: false };
  if (raw === '') return { text: '∅', kind: 'empty', leadingSpace: false };
  // A piece of a character that does not decode alone.
  if (raw.trim() === '\uFFFD' || /^\uFFFD+$/.test(raw))
    return { text: '�', kind: 'byte', leadingSpace: raw.startsWith(' ') };
  const marked = raw.replace(/\r\n|\n|\r/g, '↵').replace(/\t/g, '⇥');
  if (/^[\s↵⇥]+$/.test(marked))
    return {
      text: marked.replace(/\s/g, '·'),
      kind: /↵/.test(marked) ? 'newline' : 'space',
      leadingSpace: false,
    };
  if (/^<[^\s<>]+>$/.test(raw) || /^\[[A-Z]+\]$/.test(raw))
    return { text: raw, kind: 'control', leadingSpace: false };
  const leadingSpace = marked.startsWith(' ');
  return { text: leadingSpace ? marked.slice(1) : marked, kind: 'plain', leadingSpace };
}

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Width of a text in px at a font size in px, estimated by class of character, so that layouts need no measuring. */
export function textWidth(text: string, fontPx: number): number {
  let ems = 0;
  for (const character of text) {
    if (WIDE.test(character)) ems += 1;
    else if (/[iljtfrI.,;:'’‘!|()[\]·]/.test(character)) ems += 0.34;
    else if (/[mwMW@]/.test(character)) ems += 0.84;
    else if (/[A-Z]/.test(character)) ems += 0.66;
    else ems += 0.54;
  }
  return ems * fontPx;
}

/** The text cut to a width in px with an ellipsis, by the same estimate; the whole text stays in the mark's label. */
export function fitText(text: string, fontPx: number, width: number): string {
  if (textWidth(text, fontPx) <= width) return text;
  let fitted = '';
  for (const character of text) {
    if (textWidth(`${fitted}${character}…`, fontPx) > width) break;
    fitted += character;
  }
  return `${fitted}…`;
}

/** Whether some of the words begin with a space and others do not, so that the space tells them apart. */
export function spacesDiffer(raws: readonly string[]): boolean {
  const words = raws.filter((raw) => /^ ?\p{Script=Latin}/u.test(raw));
  return words.some((raw) => raw.startsWith(' ')) && words.some((raw) => !raw.startsWith(' '));
}
