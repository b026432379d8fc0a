import MiniSearch from 'minisearch';
import type { Section } from './sections.js';

/** A section that fits a query. */
export interface Found extends Section {
  /** The words of the section, in lower case, that fit. */
  readonly words: readonly string[];
}

/** Makes a search over sections. It finds those with all words of a query, the best first; the last letters may be missing. */
export function createSearch(sections: readonly Section[]): (query: string) => Found[] {
  const index = new MiniSearch<{ id: number } & Section>({
    fields: ['heading', 'page', 'text'],
    processTerm: withParts,
    searchOptions: {
      processTerm: (word) => word.toLowerCase(),
      boost: { heading: 4, page: 2 },
      combineWith: 'AND',
      prefix: true,
      fuzzy: (word) => (word.length > 5 ? 1 : false),
    },
  });
  index.addAll(sections.map((section, id) => ({ ...section, id })));
  return (query) => index.search(query).map(({ id, terms }) => ({ ...sections[id], words: terms }));
}

/** A word, and the parts of a name such as `resumeOnGesture`. */
function withParts(word: string): string[] {
  const parts = word.split(/(?<=[a-z])(?=[A-Z])/).map((part) => part.toLowerCase());
  return [...new Set([word.toLowerCase(), ...parts])];
}

/** A part of a text around the first of the words that is in it, in pieces: every second piece is one of the words. */
export function excerpt(text: string, words: readonly string[], characters = 120): string[] {
  if (words.length === 0) return [text.slice(0, characters)];
  const escaped = [...words].sort((a, b) => b.length - a.length).map((word) => word.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  const any = new RegExp(`(${escaped.join('|')})`, 'giu');
  const first = Math.max(text.search(any), 0);
  const start = first < characters / 3 ? 0 : text.indexOf(' ', first - characters / 3) + 1;
  const end = Math.min(start + characters, text.length);
  const part = `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
  return part.split(any);
}
