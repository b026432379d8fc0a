import { COMMON_STYLE } from '../style.js';

/** The style sheet of a rig. */
export const RIG_STYLE = `${COMMON_STYLE}
  :host { display: block; max-width: 100%; }
  :host([hidden]), [hidden] { display: none !important; }
  .rig { padding: 16px; border: 1px solid var(--line); border-radius: 14px; background: var(--panel); }
  .row, .blocks { display: flex; align-items: flex-start; gap: 10px; }
  .row { margin: 14px 0; padding: 3px; overflow-x: auto; overscroll-behavior-x: contain; }
  .blocks { flex: none; margin: 0; padding: 0; list-style: none; }
  li { display: flex; flex: none; border-radius: 10px; }
  .card {
    display: flex;
    flex-direction: column;
    flex: none;
    gap: 10px;
    min-width: 176px;
    box-sizing: border-box;
    padding: 10px;
    border: 1px solid var(--line);
    border-radius: 10px;
  }
  .card header .title { flex: 1; font-size: 14px; }
  .model, .cabinet { width: 236px; }
  .card:not(.on) > header .light { background: var(--line); box-shadow: none; }
  .end { min-width: 0; align-items: center; text-align: center; }
  .grip { cursor: grab; touch-action: none; padding: 4px 2px; color: var(--muted); user-select: none; }
  .share { color: var(--muted); font-size: 12px; white-space: nowrap; }
  .card .knobs {
    display: grid;
    grid-auto-flow: column;
    grid-template-rows: repeat(2, auto);
    justify-content: space-evenly;
    gap: 10px 6px;
  }
  .card.split > .knobs { justify-content: start; }
  .equalizer .knobs { grid-template-rows: repeat(3, auto); }
  .model .knobs { grid-auto-flow: row; grid-template: none; grid-template-columns: repeat(3, 1fr); }
  .card .dial { width: 48px; height: 48px; }
  .card .knob { min-width: 56px; }
  .card footer { gap: 6px; margin-top: auto; }
  .card button { padding: 4px 8px; font-size: 12px; }
  .card footer [role='switch'] { flex: 1; }
  [role='switch'][aria-checked='true'] { border-color: var(--accent); background: var(--line); }
  .icon { min-width: 28px; }
  .file { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: left; }
  .problem { margin: 0; max-width: 22em; color: var(--wrong); font-size: 12px; overflow-wrap: anywhere; }
  .problem:empty { display: none; }
  .add {
    flex-direction: column;
    justify-content: center;
    gap: 8px;
    padding: 10px;
    border: 1px dashed var(--line);
  }
  select {
    font: inherit;
    padding: 5px;
    color: var(--ink);
    background: var(--panel);
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  select:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  .dragged { opacity: 0.5; }
  .drop-before { box-shadow: -5px 0 0 -1px var(--accent); }
  @media (forced-colors: active) {
    .drop-before { border-left: 4px solid Highlight; }
    [role='switch'][aria-checked='true'] {
      color: HighlightText;
      background: Highlight;
      forced-color-adjust: none;
    }
  }
  .unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
`;
