/** The colours of `styles.css`, for canvases. */
export interface Palette {
  readonly background: string;
  readonly panel: string;
  readonly line: string;
  readonly ink: string;
  readonly muted: string;
  readonly dry: string;
  readonly wet: string;
  readonly wrong: string;
}

/** Reads the colours that apply to an element. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => longForm(style.getPropertyValue(`--${name}`).trim());
  return {
    background: token('background'),
    panel: token('panel'),
    line: token('line'),
    ink: token('ink'),
    muted: token('muted'),
    dry: token('dry'),
    wet: token('wet'),
    wrong: token('wrong'),
  };
}

/** `#abc` as `#aabbcc`: the build shortens colours in style sheets. */
function longForm(colour: string): string {
  return colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
}

/** A colour between two of the form `#rrggbb`: `share` 0 gives the first, 1 the second. */
export function mixColours(first: string, second: string, share: number): string {
  const channel = (start: number) => {
    const a = Number.parseInt(first.slice(start, start + 2), 16);
    const b = Number.parseInt(second.slice(start, start + 2), 16);
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
