let query: MediaQueryList | null = null;

/** Whether the visitor asked the system for less motion: then what moves with the sound moves slowly, all else not at all. */
export function prefersCalm(): boolean {
  query ??= matchMedia('(prefers-reduced-motion: reduce)');
  return query.matches;
}
