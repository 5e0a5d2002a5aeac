/** One named list of unrounded numbers behind a chart; `shape` such as [rows, columns] when it is not a plain list. */
export interface DataSeries {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly shape?: readonly number[];
}

/** Every number behind a chart, drawn or not; what `getData()` on a chart's root element returns. */
export interface ChartData {
  readonly name: string;
  readonly label: string;
  readonly series: readonly DataSeries[];
  /** Names of the positions along the first axis, e.g. the drawn tokens. */
  readonly labels?: readonly string[];
}

/** The root element of any chart: `data-chart` names it, `getData()` gives its numbers. */
export interface ChartElement extends HTMLElement {
  getData(): ChartData;
}

/** An attachment that puts `getData()` on a chart's root, so that tests, teachers and programs can read it. */
export function exposeData(getData: () => ChartData) {
  return (node: Element) => {
    (node as ChartElement).getData = getData;
  };
}

/** Whether an element is the root of a chart of this page. */
export function isChart(element: Element): element is ChartElement {
  return 'getData' in element && typeof element.getData === 'function';
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The numbers as a CSV file (RFC 4180, UTF-8 with the mark that spreadsheets need), unrounded, as `asTable` lays them out. */
export function asCsv(data: ChartData): string {
  const rows = asTable(data).split('\n');
  return `\ufeff${rows.map((row) => row.split('\t').map(quoted).join(',')).join('\r\n')}\r\n`;
}

/** The numbers as tab-separated text, unrounded: one line an index, one column a series (tensors are laid out flat). */
export function asTable(data: ChartData): string {
  const length = Math.max(0, ...data.series.map((series) => series.values.length));
  const labelled = data.labels !== undefined;
  const lines = [
    ['index', ...(labelled ? ['label'] : []), ...data.series.map((series) => series.name)].join('\t'),
  ];
  for (let i = 0; i < length; i++) {
    const label = labelled ? [(data.labels?.[i] ?? '').replace(/[\t\n\r]/g, ' ')] : [];
    lines.push([i, ...label, ...data.series.map((series) => series.values[i] ?? '')].join('\t'));
  }
  return lines.join('\n');
}
