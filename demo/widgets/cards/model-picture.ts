import { html, svg, type TemplateResult } from 'lit';

/** Pictures by words in a model's kind; the first match is used. */
const PICTURES: readonly (readonly [kind: RegExp, drawing: TemplateResult])[] = [
  [
    /lead|high.?gain/i,
    // An amplifier's head: grille and knobs.
    svg`
      <rect x="4" y="11" width="32" height="19" rx="3" />
      <path d="M4 22h32M9 30v2.5M31 30v2.5" />
      <path stroke="var(--wet)" stroke-width="2.4" d="M10 26h.01M16.7 26h.01M23.3 26h.01M30 26h.01" />
      <path d="M13 11c0-3 14-3 14 0" />
      <path opacity="0.5" d="M9 14.5h22M9 18.5h22" />`,
  ],
  [
    /fuzz|diode|pedal|drive|distortion/i,
    // A pedal: two knobs, a lamp, a switch.
    svg`
      <rect x="9" y="4" width="22" height="32" rx="4" />
      <circle cx="15.5" cy="12" r="3" /><circle cx="24.5" cy="12" r="3" />
      <path d="M15.5 12v-3M24.5 12l2-2" />
      <path stroke="var(--wet)" stroke-width="2.4" d="M20 19.5h.01" />
      <circle cx="20" cy="28" r="4" />`,
  ],
  [
    /compress|limit|dynamic|opto/i,
    // A meter's needle.
    svg`
      <rect x="4" y="8" width="32" height="24" rx="3" />
      <path opacity="0.5" d="M9.5 21c5-7.5 16-7.5 21 0" />
      <path stroke="var(--wet)" stroke-width="2.4" d="M20 28L13.5 17.5" />
      <path d="M4 28h32" />`,
  ],
  [
    /tape|echo|delay|brigade|space/i,
    // Two reels and the tape between them.
    svg`
      <circle cx="12" cy="16" r="7.5" /><circle cx="28" cy="16" r="7.5" />
      <circle stroke="var(--wet)" stroke-width="2.4" cx="12" cy="16" r="2" /><circle stroke="var(--wet)" stroke-width="2.4" cx="28" cy="16" r="2" />
      <path d="M6.5 21.2L16 33h8l9.5 -11.8" /><path opacity="0.5" d="M20 29.500v3.5" />`,
  ],
  [
    /amp|tube|valve|triode/i,
    // A tube.
    svg`
      <path d="M11 30V13a9 9 0 0 1 18 0v17z" />
      <path d="M14 30v5M20 30v5M26 30v5" />
      <path d="M15.5 13.500h9" /><path opacity="0.5" d="M14.5 18.500h2.500M18.750 18.500h2.500M23 18.500h2.5" />
      <path stroke="var(--wet)" stroke-width="2.4" d="M15.5 25.500c1.5-3.5 7.5-3.5 9 0" />`,
  ],
];

/** For models of unknown kind: a wave in a frame. */
const CAPTURE = svg`
  <rect x="4" y="7" width="32" height="26" rx="4" />
  <path stroke="var(--wet)" stroke-width="2.4" d="M9 20h3l3-7 5 14 5-14 3 7h3" />`;

/** A line drawing of a kind of device; without a kind, of a capture. */
export function modelPicture(kind = ''): TemplateResult {
  const drawing = PICTURES.find(([pattern]) => pattern.test(kind))?.[1] ?? CAPTURE;
  return html`
    <svg
      viewBox="0 0 40 40"
      width="40"
      height="40"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      ${drawing}
    </svg>
  `;
}
