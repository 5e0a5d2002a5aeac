import file from './longTexts.json';

/** Texts longer than 512 tokens that the shipped `story` model wrote (seeds in the file), stories one after another. */
export const longTexts: Readonly<Record<'first' | 'second', string>> = file.texts;
