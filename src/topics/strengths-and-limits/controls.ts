import type { ControlSpec } from '../../state/controls.svelte';

/** The experiments, in the lesson's order. */
export const views = ['write', 'invent', 'window', 'cutoff', 'bias', 'cost'] as const;
export type View = (typeof views)[number];
/** Tokens the model writes after the reader's prompt. */
export const WRITTEN = 64;
/** How often a prompt is answered anew. */
export const DRAWS = 20;
/** Tokens of an answer at most; it ends with its first sentence. */
export const ANSWER_TOKENS = 8;
/** Tokens generated to time one. */
export const TIMED = 48;

const filler =
  'It was a warm morning. The birds were singing in the trees. A man walked along the road with his dog. ' +
  'The shop on the corner was open. Some children played in the garden. The wind moved the leaves. ' +
  'A woman carried a basket of apples. The old clock struck ten. Clouds drifted over the hill. ' +
  'The baker put fresh bread in the window. Two ducks swam across the pond. A boy ran after a butterfly. ' +
  'The train came in on time. Everyone was glad to be outside. The river was quiet. A cat slept on the wall. ' +
  'The postman brought three letters. The bells rang in the distance. Soon it was time for lunch. ' +
  'The sun was high in the sky. A farmer drove by in his cart. The girls sang a song about the sea. ' +
  'It smelled of flowers and warm grass. The door of the school stood open. A tall man painted the fence. ' +
  'The milk was still cold. The road led down to the village. Nobody was in a hurry that day. ' +
  'A boat lay near the bridge. The bees flew from flower to flower. An old woman fed the geese. ' +
  'The gate was painted last week. Someone laughed in the kitchen. The dust rose behind the bus. ' +
  'A ladder leaned against the barn. The evening was still far away.';

const line = (text: string, maxLength = 300) =>
  ({ kind: 'text', default: text, maxLength }) as const satisfies ControlSpec;

/** Everything a link to this topic can say. */
export const controls = {
  view: { kind: 'choice', default: 'write', options: views },
  prompt: line('Once upon a time', 2000),
  T: { kind: 'number', default: 0, min: 0, max: 2 },
  seed: { kind: 'number', default: 7, min: 0, max: 999_999, integer: true },
  ask: line('Name three animals.', 400),
  unknown: line('Her phone number was', 600),
  known: line("Lily has a red ball. Tom has a blue kite. What colour is Lily's ball? It is", 600),
  drawT: { kind: 'number', default: 1, min: 0, max: 2 },
  country: line('', 40),
  fact: line("Lily's ball is red."),
  filler: line(filler, 4000),
  question: line("What colour is Lily's ball? It is"),
  answer: line('red', 40),
  /** Tokens the model may read: what lies further back is cut off before it reads. */
  window: { kind: 'number', default: 112, min: 16, max: 256, integer: true },
  /** Sentences of filler between fact and question in the text on show. */
  between: { kind: 'number', default: 14, min: 0, max: 60, integer: true },
  carrier: line('They talked about the', 200),
  words: line('princess, garden, computer, telephone, vaccine', 300),
  told: line("Mia's number is seven.", 400),
  asked: line("What is Mia's number? It is"),
  reply: line('seven', 40),
  /** The underscore is where the noun goes. */
  template: line('The _ said that', 200),
  nouns: line('', 300),
  first: line('she', 30),
  second: line('he', 30),
  one: line('nurse', 30),
  other: line('doctor', 30),
  size: { kind: 'number', default: 7e9, min: 1e6, max: 1e13 },
  read: { kind: 'number', default: 2e12, min: 1e6, max: 1e15 },
  length: { kind: 'number', default: 256, min: 1, max: 1_000_000, integer: true },
} as const satisfies Record<string, ControlSpec>;

export type LimitsControls = typeof controls;
