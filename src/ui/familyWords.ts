/** Words around the loss curves of one model of each family; `{parameters}`, `{tokens}`, `{best}`, `{list}`, `{n}`, `{least}` and `{most}` are filled in. */
export interface FamilyWords {
  readonly title: string;
  readonly hint: string;
  readonly chart: string;
  readonly tokens: string;
  readonly score: string;
  readonly model: string;
  readonly end: string;
  readonly range: string;
  readonly families: Readonly<Record<'decoder' | 'encdec' | 'masked', string>>;
  readonly separator: string;
  readonly finding: string;
  readonly caption: string;
}
