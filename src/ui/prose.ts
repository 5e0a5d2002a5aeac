/** A piece of a sentence: plain words, bold words, a formula, or words that light a mark. */
export type ProsePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold'; readonly pieces: readonly ProsePiece[] }
  | {
      readonly kind: 'formula';
      readonly tex: string;
      readonly display: boolean;
      /** Punctuation right behind it, which must not begin a line. */
      readonly tail: string;
    }
  | { readonly kind: 'ref'; readonly name: string; readonly pieces: readonly ProsePiece[] };

const RULES: readonly [RegExp, (match: RegExpExecArray) => ProsePiece][] = [
  [/^\[\[([^\]/][^\]]*)\]\](.*?)\[\[\/\]\]/s, (m) => ({ kind: 'ref', name: m[1], pieces: parseProse(m[2]) })],
  [/^\$\$([^$]+?)\$\$/s, (m) => ({ kind: 'formula', tex: m[1], display: true, tail: '' })],
  // A formula neither begins nor ends with a space, so that "$5 or $6" stays money.
  [
    /^\$([^\s$](?:[^$]*[^\s$])?)\$(?!\d)([,.;:!?)，。；：、！？）]*)/s,
    (m) => ({ kind: 'formula', tex: m[1], display: false, tail: m[2] }),
  ],
  [/^\*\*(.+?)\*\*/s, (m) => ({ kind: 'bold', pieces: parseProse(m[1]) })],
];

/**
 * Reads `[[name]]words[[/]]`, `$formula$`, `$$formula$$` and `**bold**`. Anything else, unfinished marks and HTML
 * included, is plain text.
 */
export function parseProse(source: string): ProsePiece[] {
  const pieces: ProsePiece[] = [];
  let plain = '';
  let at = 0;
  while (at < source.length) {
    const marked = '[$*'.includes(source[at]);
    const rest = marked ? source.slice(at) : '';
    const found = marked
      ? RULES.map(([pattern, make]) => ({ match: pattern.exec(rest), make })).find(({ match }) => match)
      : undefined;
    if (!found?.match) {
      plain += source[at++];
      continue;
    }
    if (plain) pieces.push({ kind: 'text', text: plain });
    plain = '';
    pieces.push(found.make(found.match));
    at += found.match[0].length;
  }
  if (plain) pieces.push({ kind: 'text', text: plain });
  return pieces;
}

/** The words alone, without marks; formulas as their source. */
export function plainProse(source: string): string {
  const words = (pieces: readonly ProsePiece[]): string =>
    pieces
      .map((piece) =>
        piece.kind === 'text'
          ? piece.text
          : piece.kind === 'formula'
            ? piece.tex + piece.tail
            : words(piece.pieces),
      )
      .join('');
  return words(parseProse(source));
}

/** What somebody said, in quotation marks unless it brings its own. */
export const quoted = (said: string): string => (/^[“"「]/.test(said) ? said : `“${said}”`);
