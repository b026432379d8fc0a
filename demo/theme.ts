/** A colour scheme of the page. */
type Theme = 'dark' | 'light';

const STORAGE_KEY = 'dilatone-theme';
const systemIsLight = matchMedia('(prefers-color-scheme: light)');
const listeners = new Set<() => void>();

/** Applies the visitor's stored choice, or follows the system without one. Call once, before the first paint. */
export function startTheme(): void {
  systemIsLight.addEventListener('change', () => {
    if (!chosenTheme()) applyTheme(systemTheme());
  });
  applyTheme(chosenTheme() ?? systemTheme());
}

/** The theme in effect. */
function currentTheme(): Theme {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}

/** Switches between dark and light. */
export function toggleTheme(): void {
  const theme = currentTheme() === 'light' ? 'dark' : 'light';
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Storage may be forbidden; the choice then lasts until the page is closed.
  }
  applyTheme(theme);
}

/**
 * Calls back after each change of theme: canvases must be redrawn.
 *
 * @returns a function that unsubscribes
 */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function systemTheme(): Theme {
  return systemIsLight.matches ? 'light' : 'dark';
}

function chosenTheme(): Theme | null {
  try {
    const theme = localStorage.getItem(STORAGE_KEY);
    return theme === 'dark' || theme === 'light' ? theme : null;
  } catch {
    return null;
  }
}

function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}
