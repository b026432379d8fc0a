import { svg, type TemplateResult } from 'lit';

/** An icon of 16 × 16 pixels in the colour of the surrounding text. */
function icon(content: TemplateResult): TemplateResult {
  return svg`<svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">${content}</svg>`;
}

/** A triangle to the right. */
export const playIcon = icon(
  svg`<path d="M4 2.6v10.8a.6.6 0 0 0 .9.5l9-5.4a.6.6 0 0 0 0-1l-9-5.4a.6.6 0 0 0-.9.5z" />`,
);

/** Two bars. */
export const pauseIcon = icon(
  svg`<rect x="3" y="2" width="3.6" height="12" rx="1" /><rect x="9.4" y="2" width="3.6" height="12" rx="1" />`,
);

/** A chevron downwards. */
export const moreIcon = icon(
  svg`<path d="M3.5 6l4.5 4.5L12.5 6" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" />`,
);

/** A cross. */
export const closeIcon = icon(
  svg`<path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />`,
);

/** A disc, half of it filled. */
export const themeIcon = icon(
  svg`<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" /><path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" />`,
);

/** A keyboard. */
export const keysIcon = icon(
  svg`<rect x="1" y="3.5" width="14" height="9" rx="2" fill="none" stroke="currentColor" stroke-width="1.4" /><path d="M4 6.4h.01M6.7 6.4h.01M9.4 6.4h.01M12 6.4h.01M5 9.7h6" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />`,
);

/** Three dots: what else can be done. */
export const dotsIcon = icon(
  svg`<circle cx="8" cy="3" r="1.4" /><circle cx="8" cy="8" r="1.4" /><circle cx="8" cy="13" r="1.4" />`,
);

/** A plus. */
export const plusIcon = icon(
  svg`<path d="M8 3v10M3 8h10" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />`,
);

/** A power switch. */
export const powerIcon = icon(
  svg`<path d="M8 1.8v5.4M4.6 4a5.2 5.2 0 1 0 6.8 0" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />`,
);

/** An arrow that turns back. */
export const undoIcon = icon(
  svg`<path d="M3 6.500h6.500a3.500 3.500 0 0 1 0 7H6M5.800 3.500L2.800 6.500l3 3" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />`,
);

/** An arrow that turns forward again. */
export const redoIcon = icon(
  svg`<path d="M13 6.500H6.500a3.500 3.500 0 0 0 0 7H10M10.200 3.500l3 3l-3 3" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />`,
);
