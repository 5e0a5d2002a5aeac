import { describe, expect, it } from 'vitest';
import { pathGroups } from '../state/topic';
import { reservedKeys } from '../state/link';
import { findTopic, neighbour, topicsByGroup, topicsByOrder, topicsByPath } from './registry';
import { resolve } from './routes';
import { stationLayout } from './home/stationLayout';

const eleven = Array.from({ length: 11 }, (_, index) => index + 1);
const slugs = [
  'strengths-and-limits',
  'transformer-flow',
  'multi-head-attention',
  'three-families',
  'rlhf',
  'temperature',
  'rope',
  'why-decoder-only',
  'training-steps',
  'position-encoding',
  'repetition',
];

describe('the registry', () => {
  it('has the eleven topics of the interview sheet in its order', () => {
    expect(topicsByOrder.map((topic) => topic.slug)).toEqual(slugs);
    expect(topicsByOrder.map((topic) => topic.order)).toEqual(eleven);
  });

  it('leads the learner along one path through five stretches', () => {
    expect(topicsByPath.map((topic) => topic.path)).toEqual(eleven);
    expect(topicsByGroup.map(({ group }) => group)).toEqual([...pathGroups]);
    expect(topicsByGroup.flatMap(({ topics }) => topics)).toEqual(topicsByPath);
  });

  it('has a glyph and a picture for each', () => {
    expect(topicsByPath.filter((topic) => topic.glyph === null)).toEqual([]);
    expect(topicsByPath.filter((topic) => topic.station === null)).toEqual([]);
  });

  it('lets no topic take a key that belongs to the shell', () => {
    const taken = topicsByPath
      .flatMap((topic) => Object.keys(topic.controls))
      .filter((key) => reservedKeys.includes(key));
    expect(taken).toEqual([]);
  });

  it('knows the way on and back', () => {
    expect(neighbour('transformer-flow', -1)).toBeUndefined();
    expect(neighbour('transformer-flow', 1)?.slug).toBe('position-encoding');
    expect(neighbour('strengths-and-limits', 1)).toBeUndefined();
    expect(neighbour('nowhere', 1)).toBeUndefined();
  });
});

describe('routes', () => {
  it('resolve each topic, the pages and the missing', () => {
    for (const slug of slugs) expect(['topic', 'unbuilt']).toContain(resolve(slug).kind);
    expect(resolve('').kind).toBe('home');
    for (const page of ['credits', 'glossary', 'models', 'present', 'speaker', 'revise'])
      expect(resolve(page).kind).toBe(page);
    for (const page of ['nonsense', 'constructor', '__proto__', 'temperature/2'])
      expect(resolve(page)).toEqual({ kind: 'missing', page });
  });
});

describe('the map of stations', () => {
  const places = stationLayout(topicsByGroup);
  const at = (slug: string) => {
    const { column, row, tall, leaves } = places.find((place) => place.topic === findTopic(slug))!;
    return { column, row, tall, leaves };
  };

  it('puts no two stations in one place', () => {
    expect(new Set(places.map(({ column, row }) => `${column},${row}`)).size).toBe(11);
    expect(Math.max(...places.map(({ column }) => column))).toBe(6);
  });

  it('runs down a column, up the next, and climbs to the next stretch', () => {
    expect(at('transformer-flow')).toEqual({ column: 1, row: 1, tall: false, leaves: 'down' });
    expect(at('position-encoding')).toEqual({ column: 1, row: 2, tall: false, leaves: 'right' });
    expect(at('rope')).toEqual({ column: 2, row: 2, tall: false, leaves: 'up' });
    expect(at('multi-head-attention')).toEqual({ column: 2, row: 1, tall: false, leaves: 'right' });
    expect(at('why-decoder-only')).toEqual({ column: 3, row: 2, tall: false, leaves: 'climb' });
    expect(at('strengths-and-limits')).toEqual({ column: 6, row: 1, tall: true, leaves: 'none' });
  });
});
