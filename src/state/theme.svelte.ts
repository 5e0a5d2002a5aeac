import { recall, remember } from './memory';

/** `system` follows the device between light and dark. */
export const themeChoices = ['system', 'light', 'dark', 'projector'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** The page's theme: remembered, never part of a link. Presenting shows the projector's without choosing it. */
export class Theme {
  choice: ThemeChoice = $state('system');

  constructor() {
    const kept = recall('theme');
    this.choice = themeChoices.find((each) => each === kept) ?? 'system';
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    remember('theme', choice);
  }

  /** The next choice in turn, for the key. */
  cycle(): void {
    this.choose(themeChoices[(themeChoices.indexOf(this.choice) + 1) % themeChoices.length]);
  }
}
