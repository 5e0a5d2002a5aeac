import type { ChartData } from '../charts/data';

/** A run as it is kept in a file: the link that opens it again, and every number that was drawn. */
export interface RunFile {
  readonly glasslm: 'run';
  readonly version: 1;
  readonly app: string;
  readonly saved: string;
  readonly title: string;
  readonly settings: string;
  /** The page and its whole state, such as `#/temperature?T=2&step=4&lang=en`. */
  readonly link: string;
  readonly charts: readonly {
    readonly name: string;
    readonly label: string;
    readonly labels?: readonly string[];
    readonly series: readonly {
      readonly name: string;
      readonly shape?: readonly number[];
      /** A number JSON cannot write (infinite, undefined) is null. */
      readonly values: readonly (number | null)[];
    }[];
  }[];
}

/** Writes a run's file. */
export function writeRun(
  about: Pick<RunFile, 'app' | 'title' | 'settings' | 'link'>,
  charts: readonly ChartData[],
  saved: Date,
): string {
  const file: RunFile = {
    glasslm: 'run',
    version: 1,
    saved: saved.toISOString(),
    ...about,
    charts: charts.map(({ name, label, labels, series }) => ({
      name,
      label,
      labels: labels && [...labels],
      series: series.map((each) => ({ name: each.name, shape: each.shape, values: Array.from(each.values) })),
    })),
  };
  return `${JSON.stringify(file)}\n`;
}

/** The link of a run's file; throws an Error when it is no such file. The link is a route of this page, never an address elsewhere. */
export function linkOfRun(text: string): string {
  const file = JSON.parse(text) as Partial<RunFile> | null;
  if (file?.glasslm !== 'run' || typeof file.link !== 'string' || !file.link.startsWith('#/'))
    throw new Error('not a run of GlassLM');
  return file.link;
}
