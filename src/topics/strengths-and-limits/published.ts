/** A published training run: parameters and tokens as its paper gives them. */
export interface PublishedRun {
  readonly name: string;
  readonly parameters: number;
  readonly tokens: number;
  /** FLOPs as the paper itself reports them, where it does. */
  readonly reported?: number;
  readonly source: string;
  readonly link: string;
}

export const publishedRuns: readonly PublishedRun[] = [
  {
    name: 'Kaplan 1.5B',
    parameters: 1.5e9,
    tokens: 2.5e5 * 512 * 1024,
    source: 'Kaplan et al. 2020, §2.2',
    link: 'https://arxiv.org/abs/2001.08361',
  },
  {
    name: 'GPT-3 XL',
    parameters: 1.32e9,
    tokens: 300e9,
    reported: 2.38e21,
    source: 'Brown et al. 2020, table D.1',
    link: 'https://arxiv.org/abs/2005.14165',
  },
  {
    name: 'GPT-3',
    parameters: 174_604_259_328,
    tokens: 300e9,
    reported: 3.14e23,
    source: 'Brown et al. 2020, table D.1',
    link: 'https://arxiv.org/abs/2005.14165',
  },
  {
    name: 'Gopher',
    parameters: 280e9,
    tokens: 300e9,
    source: 'Hoffmann et al. 2022, table 1',
    link: 'https://arxiv.org/abs/2203.15556',
  },
  {
    name: 'Chinchilla',
    parameters: 70e9,
    tokens: 1.4e12,
    source: 'Hoffmann et al. 2022, table 1',
    link: 'https://arxiv.org/abs/2203.15556',
  },
  {
    name: 'Llama 2 7B',
    parameters: 6_738_415_616,
    tokens: 2e12,
    source: 'Touvron et al. 2023, table 1',
    link: 'https://arxiv.org/abs/2307.09288',
  },
];

/** A published time to generate one token of one text, with the machine it was measured on. */
export interface PublishedTime {
  readonly name: string;
  readonly parameters: number;
  readonly ms: number;
  readonly machine: string;
  readonly source: string;
  readonly link: string;
}

export const publishedTimes: readonly PublishedTime[] = [
  {
    name: 'Llama 2 7B',
    parameters: 6_738_415_616,
    ms: 1000 / 52,
    machine: 'fp16, 1 × RTX 4090',
    source: 'Lin et al. 2023 (AWQ), throughput figure',
    link: 'https://arxiv.org/abs/2306.00978',
  },
  {
    name: 'OPT 175B',
    parameters: 175e9,
    ms: 230,
    machine: 'fp16, 5 × A100',
    source: 'Frantar et al. 2022 (GPTQ), latency table',
    link: 'https://arxiv.org/abs/2210.17323',
  },
  {
    name: 'BLOOM 176B',
    parameters: 176e9,
    ms: 44.02,
    machine: 'fp16, 8 × A100',
    source: 'Hugging Face, 16 September 2022',
    link: 'https://huggingface.co/blog/bloom-inference-pytorch-scripts',
  },
  {
    name: 'PaLM 540B',
    parameters: 540e9,
    ms: 29,
    machine: 'int8, 64 × TPU v4',
    source: 'Pope et al. 2022, abstract',
    link: 'https://arxiv.org/abs/2211.05102',
  },
];
