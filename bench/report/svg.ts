/** An SVG element with its children, as text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, number | string>>,
  ...children: string[]
): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return children.length === 0
    ? `<${name}${list.join('')}/>`
    : `<${name}${list.join('')}>${children.join('')}</${name}>`;
}

/** Text at a point, where its start, middle or end lies. */
export function label(
  text: string,
  [x, y]: readonly [number, number],
  anchor: 'start' | 'middle' | 'end',
  kind = 'ink',
): string {
  return element('text', { x: round(x), y: round(y), 'text-anchor': anchor, class: kind }, escapeXml(text));
}

/** A straight line. */
export function line([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number], kind: string): string {
  return element('line', { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), class: kind });
}

/** A dot. */
export function dot([x, y]: readonly [number, number], radius: number, kind: string): string {
  return element('circle', { cx: round(x), cy: round(y), r: radius, class: kind });
}

/** A picture with a title for screen readers; its colours follow the reader's light or dark scheme. */
export function picture(width: number, height: number, title: string, ...children: string[]): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
  };
  return `${element('svg', attributes, element('title', {}, escapeXml(title)), `<style>${STYLE}</style>`, ...children.map((child) => `\n${child}`), '\n')}\n`;
}

/** Position on a logarithmic axis that shows `from` … `to` as `start` … `end`. */
export function logScale(from: number, to: number, start: number, end: number): (value: number) => number {
  return (value) => start + ((end - start) * Math.log(value / from)) / Math.log(to / from);
}

/** 1, 3, 10, 30 … within the limits. */
export function logTicks(from: number, to: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); 10 ** power <= to; power++) ticks.push(10 ** power, 3 * 10 ** power);
  return ticks.filter((tick) => tick >= from && tick <= to);
}

// The colours of the demo: amber for Dilatone, blue for what it is compared with.
const STYLE = `
text{font:13px system-ui,sans-serif}.title{font-weight:600;font-size:15px}
.ink,.title{fill:#1d2225}.muted{fill:#626b71}.grid{stroke:#dedbd4}.limit{stroke:#c0392b;stroke-dasharray:4 3}
.span{stroke:#b9b5ab;stroke-width:2}.ours{fill:#c46a00}.path{stroke:#c46a00;stroke-width:2;fill:none}
.peer0{fill:#0077b6}.peer1{fill:#8b959c}
@media(prefers-color-scheme:dark){.ink,.title{fill:#e9ecee}.muted{fill:#8b959c}.grid{stroke:#2f363c}.limit{stroke:#ff6b6b}
.span{stroke:#4a535a}.ours{fill:#ffb454}.path{stroke:#ffb454}.peer0{fill:#5cc8ff}.peer1{fill:#8b959c}}
`;

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
