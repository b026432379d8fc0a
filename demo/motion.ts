let query: MediaQueryList | null = null;

/** Whether the visitor prefers reduced motion: then the page redraws slowly with the sound, and animates nothing else. */
export function prefersCalm(): boolean {
  query ??= matchMedia('(prefers-reduced-motion: reduce)');
  return query.matches;
}
