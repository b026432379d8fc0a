import { css } from 'lit';

/** Styles of a knob; `--knob-size` is its width. */
export const knobStyles = css`
  :host {
    display: grid;
    justify-items: center;
    min-width: var(--knob-size, 60px);
  }
  .knob {
    display: grid;
    justify-items: center;
    gap: 2px;
    width: 100%;
    padding: 2px 4px 0;
    border-radius: 10px;
    cursor: ns-resize;
    /* Sideways, a finger swipes on. */
    touch-action: pan-x;
    user-select: none;
    -webkit-user-select: none;
  }
  svg {
    width: var(--knob-size, 60px);
    height: var(--knob-size, 60px);
    overflow: visible;
  }
  path {
    fill: none;
    stroke-width: 4.5;
    stroke-linecap: round;
  }
  .track {
    stroke: var(--line);
  }
  .turned {
    stroke: var(--knob-ink, var(--wet));
  }
  .default {
    stroke: var(--muted);
    stroke-width: 2;
  }
  .pointer {
    stroke: var(--ink);
    stroke-width: 3;
  }
  .label {
    margin-top: 4px;
    text-align: center;
    white-space: nowrap;
  }
  .value {
    width: 0;
    min-width: max(100%, 56px);
    height: 20px;
    margin: 0;
    padding: 0;
    border: 0;
    border-radius: 6px;
    color: var(--muted);
    font: inherit;
    font-size: 12px;
    text-align: center;
    white-space: nowrap;
    cursor: text;
  }
  button.value:hover {
    color: var(--ink);
  }
  input.value {
    background: var(--line);
    color: var(--ink);
  }
  @media (pointer: coarse) {
    .value {
      height: 28px;
    }
  }
  @media (forced-colors: active) {
    .track {
      stroke: GrayText;
    }
    .turned {
      stroke: Highlight;
    }
    .pointer,
    .default {
      stroke: CanvasText;
    }
  }
`;
