import type { Locale } from '../state/topic';
import type { View } from './routes';
import { words } from './words';

/** The window's title for a view. */
export function titleOf(view: View, locale: Locale): string {
  const w = words[locale];
  const own = (): string | null => {
    switch (view.kind) {
      case 'home':
        return null;
      case 'topic':
      case 'unbuilt':
        return view.topic.question[locale];
      case 'credits':
      case 'glossary':
      case 'models':
      case 'present':
      case 'speaker':
      case 'revise':
        return w[view.kind].title;
      case 'missing':
        return w.pages.notFoundTitle;
    }
  };
  const title = own();
  return title === null ? `${w.brand}: ${w.home.title.replace(/[.。]$/, '')}` : `${title} · ${w.brand}`;
}
