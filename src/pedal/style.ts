const LIGHT = `
    --accent: var(--dilatone-accent, #c46a00);
    --panel: #ffffff;
    --line: #dedbd4;
    --ink: #1d2225;
    --muted: #626b71;
    --wrong: #b3261e;`;

/** Colours, knobs, level bars and buttons: what the elements share. */
export const COMMON_STYLE = `
  :host {
    --accent: var(--dilatone-accent, #ffb454);
    --panel: #161a1d;
    --line: #2b3238;
    --ink: #e9ecee;
    --muted: #98a2a9;
    --wrong: #ff6b6b;
    box-sizing: border-box;
    color: var(--ink);
    font: 13px / 1.4 system-ui, sans-serif;
    font-variant-numeric: tabular-nums;
  }
  @media (prefers-color-scheme: light) {
    :host(:not([theme='dark'])) { ${LIGHT} }
  }
  :host([theme='light']) { ${LIGHT} }
  :host([hidden]) { display: none; }
  header, footer { display: flex; align-items: center; gap: 10px; }
  header div { flex: 1; min-width: 0; }
  .title, .facts { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; margin: 0; }
  .title { font-size: 15px; font-weight: 600; }
  .facts, .name, .level { color: var(--muted); font-size: 12px; }
  .knob { display: grid; justify-items: center; text-align: center; }
  .dial { position: relative; width: 64px; height: 64px; cursor: ns-resize; touch-action: none; }
  .dial input { position: absolute; inset: 0; margin: 0; opacity: 0; pointer-events: none; }
  .dial svg { display: block; border-radius: 50%; }
  .dial input:focus-visible + svg { outline: 2px solid var(--accent); outline-offset: 1px; }
  .dial path { fill: none; stroke-width: 5; stroke-linecap: round; }
  .track { stroke: var(--line); }
  .arc { stroke: var(--accent); }
  .pointer { stroke: var(--ink); stroke-width: 4; stroke-linecap: round; }
  .level { display: grid; grid-template-columns: 3em 1fr; align-items: center; gap: 8px; margin-bottom: 6px; }
  .bar { height: 6px; border-radius: 3px; background: var(--line); overflow: hidden; }
  .fill { height: 100%; background: var(--accent); transform: scaleX(0); transform-origin: left; }
  .clips .fill { background: var(--wrong); }
  .limits { border-right: 6px solid var(--wrong); }
  button {
    font: inherit;
    color: inherit;
    padding: 7px 14px;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: none;
    cursor: pointer;
  }
  button:hover { border-color: var(--muted); }
  button:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  button:disabled { opacity: 0.5; cursor: default; }
  .light { width: 10px; height: 10px; border-radius: 50%; background: var(--line); }
  .on .light { background: var(--accent); box-shadow: 0 0 8px var(--accent); }
  .status { margin: 10px 0 0; color: var(--wrong); font-size: 12px; overflow-wrap: anywhere; }
  .status:empty { display: none; }
  @media (forced-colors: active) {
    :host(:not([hidden])) {
      --accent: Highlight;
      --line: GrayText;
      --ink: CanvasText;
      --muted: CanvasText;
      --wrong: LinkText;
    }
    .bar, .fill, .light { forced-color-adjust: none; }
  }
`;

/** The style sheet of a pedal. Apps set `--dilatone-accent`, and the attribute `theme` to override the system's choice. */
export const STYLE = `${COMMON_STYLE}
  :host { display: inline-block; width: 304px; max-width: 100%; }
  :host([hidden]) { display: none; }
  .pedal {
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--panel);
  }
  .pedal.dropping { border-color: var(--accent); }
  .knobs {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 12px 4px;
    margin: 14px 0;
  }
  footer { margin-top: 14px; }
  .load { flex: 1; }
`;
