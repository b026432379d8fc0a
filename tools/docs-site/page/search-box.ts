import { createSearch, excerpt, type Found } from '../search/search.js';
import type { Section } from '../search/sections.js';
import { say } from './say.js';

/** More results than these are no help. */
const MOST_RESULTS = 12;

/**
 * Starts the search of the page: it loads the sections when somebody is about to use it, and shows what fits in place of the
 * list of pages. Arrow keys move through the results, Enter opens the first, Escape ends the search, `/` begins it.
 */
export function startSearch(): void {
  const form = document.querySelector<HTMLFormElement>('form[role="search"]');
  const input = form?.querySelector('input');
  const results = document.getElementById('results');
  const pages = document.getElementById('pages');
  if (!form || !input || !results || !pages) return;
  const root = new URL(form.dataset.root ?? '.', location.href);
  let search: Promise<(query: string) => Found[]> | undefined;

  const load = () => {
    search ??= fetchSections(root).then(createSearch);
    // The next use tries again.
    search.catch(() => {
      search = undefined;
    });
    return search;
  };
  const show = async () => {
    const query = input.value.trim();
    const found =
      query === ''
        ? []
        : await load().then(
            (find) => find(query),
            () => null,
          );
    if (query !== input.value.trim()) return;
    pages.hidden = query !== '';
    results.hidden = query === '';
    results.replaceChildren(...(found ?? []).slice(0, MOST_RESULTS).map((section) => resultItem(section, root)));
    if (query === '') return say('');
    if (found === null) results.textContent = 'The search could not be loaded.';
    else if (found.length === 0) results.textContent = `Nothing has “${query}”.`;
    say(found === null || found.length === 0 ? (results.textContent ?? '') : `${found.length} found`);
  };
  const links = () => Array.from(results.querySelectorAll('a'));

  form.hidden = false;
  input.addEventListener('focus', () => load().catch(() => {}));
  input.addEventListener('input', show);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await show();
    links()[0]?.click();
  });
  form.parentElement?.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && input.value !== '') {
      input.value = '';
      input.focus();
      show();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || results.hidden) return;
    event.preventDefault();
    const stops: HTMLElement[] = [input, ...links()];
    stops[stops.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  });
  // A result on this very page: the search has done its work.
  results.addEventListener('click', () => {
    input.value = '';
    show();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target === input) return;
    event.preventDefault();
    input.focus();
  });
  if (location.hash === '#search') input.focus();
}

async function fetchSections(root: URL): Promise<Section[]> {
  const response = await fetch(new URL('docs/sections.json', root));
  if (!response.ok) throw new Error(`docs/sections.json: expected a file, got HTTP status ${response.status}`);
  return response.json();
}

function resultItem({ href, page, heading, text, words }: Found, root: URL): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = new URL(href, root).href;
  const title = document.createElement('strong');
  title.textContent = heading === page ? heading : `${page}: ${heading}`;
  const part = document.createElement('span');
  part.append(
    ...excerpt(text, words).map((piece, index) => {
      if (index % 2 === 0) return piece;
      const mark = document.createElement('mark');
      mark.textContent = piece;
      return mark;
    }),
  );
  link.append(title, part);
  item.append(link);
  return item;
}
