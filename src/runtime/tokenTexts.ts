/** The parts of a tokenizer.json that say what each token stands for. */
export interface TokenizerJson {
  readonly model: {
    readonly type?: string;
    /** Ids by piece, or (Unigram) pieces with their scores in the order of their ids. */
    readonly vocab: Readonly<Record<string, number>> | readonly (readonly [string, number])[];
  };
  readonly added_tokens?: readonly { readonly id: number; readonly content: string }[];
  readonly decoder?: {
    readonly type?: string;
    readonly decoders?: readonly {
      readonly type?: string;
      readonly pattern?: { readonly String?: string };
    }[];
  } | null;
}

/**
 * The byte each letter of a byte-level vocabulary stands for: printable bytes stand for themselves, the other 68
 * for the letters from U+0100 on (Radford et al. 2019, GPT-2's encoder).
 */
function byteOfLetter(): Map<string, number> {
  const bytes = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    bytes.set(String.fromCharCode(printable ? byte : next++), byte);
  }
  return bytes;
}

/** UTF-8 text of bytes; a piece of a character shows its bytes, such as `<E4><BD>`. */
function textOfBytes(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => `<${byte.toString(16).toUpperCase().padStart(2, '0')}>`).join('');
  }
}

/** SentencePiece writes a space as this letter. */
const spaceMark = '\u2581';

/** Text of a SentencePiece piece; a byte of its own (`<0xE4>`) shows as `<E4>`, a printable one as its letter. */
function sentencePiece(piece: string): string {
  const byte = /^<0x([0-9A-F]{2})>$/.exec(piece);
  if (!byte) return piece.replaceAll(spaceMark, ' ');
  return textOfBytes(Uint8Array.of(parseInt(byte[1], 16)));
}

/** Text of every vocabulary entry of a tokenizer, index = id; an id without an entry is an empty text. */
export function tokenTexts(json: TokenizerJson, vocabularySize: number): string[] {
  const texts = new Array<string>(vocabularySize).fill('');
  const steps = [json.decoder, ...(json.decoder?.decoders ?? [])];
  const byteLevel = steps.some((step) => step?.type === 'ByteLevel');
  const marked = steps.some(
    (step) =>
      step?.type === 'Metaspace' ||
      (step && 'pattern' in step && (step.pattern as { String?: string })?.String === spaceMark),
  );
  const { vocab } = json.model;
  const pieces = Array.isArray(vocab)
    ? vocab.map(([piece]: readonly [string, number], id) => [piece, id] as const)
    : Object.entries(vocab as Readonly<Record<string, number>>);
  const letters = byteLevel ? byteOfLetter() : null;
  for (const [piece, id] of pieces) {
    if (id >= vocabularySize) continue;
    const bytes = letters ? Array.from(piece, (letter) => letters.get(letter)) : null;
    const whole = bytes !== null && bytes.every((byte) => byte !== undefined);
    texts[id] = whole
      ? textOfBytes(Uint8Array.from(bytes as number[]))
      : marked
        ? sentencePiece(piece)
        : piece;
  }
  for (const { id, content } of json.added_tokens ?? []) if (id < vocabularySize) texts[id] = content;
  return texts;
}
