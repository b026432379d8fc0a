import { element, label } from '../../bench/report/svg.js';
import { MAY_IMPORT } from './walls.js';

/** What lives in each room, in a few words, and where the room stands: a share of the width. */
const ROOMS: Readonly<Record<string, { readonly what: string; readonly x: number }>> = {
  'src/errors.ts': { what: 'DilatoneError', x: 0.5 },
  'src/network': { what: 'graph of ops, facts, Engine', x: 0.4 },
  'src/model': { what: 'sizes, controls, limits', x: 0.13 },
  'src/alignment': { what: 'delay and polarity', x: 0.24 },
  'src/wav': { what: 'WAV codec', x: 0.91 },
  'src/formats': { what: 'bytes to Model', x: 0.13 },
  'src/interpreter': { what: 'the plain way, the oracle', x: 0.4 },
  'src/compiler': { what: 'Network to WebAssembly', x: 0.66 },
  'src/engine': { what: 'runs Programs, at any rate', x: 0.52 },
  'src/live': { what: 'sound on the audio thread', x: 0.36 },
  'src/offline': { what: 'renders whole channels', x: 0.55 },
  'src/timing': { what: 'races and ceilings', x: 0.74 },
  'src/controller': { what: 'node, link, microphone', x: 0.2 },
  'src/rig': { what: 'chain, presets, MIDI', x: 0.5 },
  'src/pedal': { what: 'elements with knobs', x: 0.2 },
  'src/react': { what: 'hooks and components', x: 0.4 },
  'src/wam': { what: 'Web Audio Module', x: 0.2 },
  'src/cli': { what: 'command line', x: 0.83 },
  worklets: { what: 'processors', x: 0.2 },
  demo: { what: 'the page', x: 0.52 },
};

const WIDTH = 980;
const ROW = 86;
const BOX = { width: 164, height: 46 };
const STYLE = `
text{font:13px system-ui,sans-serif;fill:#1d2225}.name{font-weight:600}.what{font-size:11px;fill:#626b71}
.room{fill:#fbfaf7;stroke:#b9b4a8}.arrow{fill:none;stroke:#b07d2b;stroke-opacity:.75}.head{fill:#b07d2b}
@media (prefers-color-scheme:dark){text{fill:#e6e3dc}.what{fill:#9aa1a6}.room{fill:#20262a;stroke:#4a5257}
.arrow{stroke:#e0a94f}.head{fill:#e0a94f}}`;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The rooms as an SVG: each above those that it imports. Arrows that follow from others are left out. */
export function drawHouse(): string {
  const rooms = Object.keys(ROOMS);
  const places = placesOf(rooms);
  const floors = Math.max(...rooms.map(floorOf)) + 1;
  const height = floors * ROW;
  const arrows = rooms.flatMap((from) => directImports(from).map((to) => arrow(places.get(from), places.get(to))));
  const boxes = rooms.map((room) => box(room, places.get(room)));
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    role: 'img',
  };
  const title = element('title', {}, 'The rooms of Dilatone and what they import');
  return `${element('svg', attributes, title, `<style>${STYLE}</style>`, ...[...arrows, ...boxes].map((part) => `\n${part}`), '\n')}\n`;
}

/** Rooms of the picture that a room may import; entries such as `src/index.ts` stand for what they export. */
function importsOf(room: string): string[] {
  const direct = MAY_IMPORT[room] ?? [];
  const through = direct.filter((name) => !(name in ROOMS)).flatMap((entry) => MAY_IMPORT[entry] ?? []);
  return [...new Set([...direct, ...through])].filter((name) => name in ROOMS);
}

/** Imports that do not follow from those of another import. */
function directImports(room: string): string[] {
  const imports = importsOf(room);
  return imports.filter((name) => !imports.some((other) => other !== name && reaches(other, name)));
}

function reaches(from: string, to: string): boolean {
  return importsOf(from).some((name) => name === to || reaches(name, to));
}

/** The ground floor imports nothing; every room is above all that it imports. */
function floorOf(room: string): number {
  return Math.max(-1, ...importsOf(room).map(floorOf)) + 1;
}

function placesOf(rooms: readonly string[]): Map<string, Place> {
  const top = Math.max(...rooms.map(floorOf));
  return new Map(rooms.map((room) => [room, { x: ROOMS[room].x * WIDTH, y: (top - floorOf(room) + 0.5) * ROW }]));
}

function arrow(from: Place | undefined, to: Place | undefined): string {
  if (!from || !to) return '';
  const [x1, y1, x2, y2] = [from.x, from.y + BOX.height / 2, to.x, to.y - BOX.height / 2 - 6];
  const bend = (y2 - y1) / 2;
  const path = `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}`;
  const head = `${x2 - 4},${y2} ${x2 + 4},${y2} ${x2},${y2 + 6}`;
  return element('path', { d: path, class: 'arrow' }) + element('polygon', { points: head, class: 'head' });
}

function box(room: string, place: Place | undefined): string {
  if (!place) return '';
  const { x, y } = place;
  const corner = { x: x - BOX.width / 2, y: y - BOX.height / 2, rx: 7 };
  return [
    element('rect', { ...corner, ...BOX, class: 'room' }),
    label(room, [x, y - 4], 'middle', 'name'),
    label(ROOMS[room].what, [x, y + 13], 'middle', 'what'),
  ].join('');
}
