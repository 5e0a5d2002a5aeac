import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBuilt, topicsByPath } from '../registry';
import { deckFile, formatDeck, parseDeck, readDeckFile } from './deck';
import { behindMs, clockText } from './speaker.svelte';

const built = topicsByPath.filter(isBuilt);
const slide = fc
  .constantFrom(...built)
  .chain((topic) => fc.record({ slug: fc.constant(topic.slug), step: fc.nat(topic.steps.length) }));
const slides = fc.array(slide, { maxLength: 60 });

describe('a deck', () => {
  it('round-trips through its link and its file', () => {
    fc.assert(
      fc.property(slides, fc.nat(600), (deck, minutes) => {
        expect(parseDeck(formatDeck(deck))).toEqual({ slides: deck, unusable: [] });
        expect(readDeckFile(deckFile(deck, minutes))).toEqual({ slides: deck, unusable: [], minutes });
      }),
    );
  });

  it('never throws on a link, and shows only what exists', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const each of parseDeck(text).slides) expect(built.map(({ slug }) => slug)).toContain(each.slug);
      }),
    );
  });

  it('is refused as a file when it is none', () => {
    for (const text of ['', '[]', 'null', '{"glasslm":"deck"}']) expect(() => readDeckFile(text)).toThrow();
  });

  it('a topic without steps is its whole lesson', () => {
    expect(parseDeck(built[0].slug).slides).toHaveLength(built[0].steps.length);
  });
});

describe('the speaker’s clock', () => {
  it('is on time anywhere within the slide’s own stretch', () => {
    // Ten slides in twenty minutes: the fourth runs from 6:00 to 8:00.
    expect(behindMs(7 * 60_000, 3, 10, 20)).toBe(0);
    expect(behindMs(8.5 * 60_000, 3, 10, 20)).toBe(30_000);
    expect(behindMs(5 * 60_000, 3, 10, 20)).toBe(-60_000);
    expect(behindMs(5 * 60_000, 3, 10, 0)).toBe(0);
  });

  it('writes minutes and hours', () => {
    expect(clockText(125_000)).toBe('2:05');
    expect(clockText(3_661_000)).toBe('1:01:01');
  });
});
