import { css } from 'lit';

/** Styles of the strip of cards: rows on wide screens, one card at a time on phones. */
export const stripStyles = css`
  :host {
    --gap-width: 24px;
  }
  .rig {
    display: flex;
    flex-wrap: wrap;
    align-items: stretch;
    row-gap: 10px;
    padding: 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--panel);
  }
  .unit {
    flex: 1 1 auto;
    display: flex;
    align-items: stretch;
    min-width: 0;
    min-height: 224px;
    /* A card that has a row for itself does not fill it. */
    max-width: min(100%, 420px);
  }
  .unit:has(> .split) {
    max-width: 100%;
  }
  [data-unit='input'],
  [data-unit='output'] {
    flex-grow: 0.5;
    max-width: 260px;
  }
  .unit > :last-child,
  ::slotted(*) {
    flex: 1;
  }
  .path .unit {
    min-height: 0;
  }
  demo-block-card {
    min-width: 116px;
  }
  demo-block-card[data-type='model'] {
    min-width: 214px;
  }
  demo-block-card[data-type='cabinet'],
  demo-block-card[data-type='highpass'],
  demo-block-card[data-type='equalizer'] {
    min-width: 156px;
  }
  demo-block-card[data-type='tone'],
  demo-block-card[data-type='compressor'] {
    min-width: 214px;
  }
  demo-block-card[data-type='split'] {
    min-width: 172px;
  }

  /* The wire, with the button on it. */
  .gap {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    width: var(--gap-width);
  }
  .gap::before,
  .wire {
    content: '';
    position: absolute;
    inset: calc(50% - 1px) 0 auto;
    height: 2px;
    background: var(--wet);
  }
  .wire {
    position: static;
    align-self: center;
    width: 12px;
  }
  .dry + .unit > .gap::before {
    background: var(--dry);
  }
  .bypassed .gap::before,
  .bypassed .wire {
    background: var(--dry);
  }
  .gap demo-menu {
    position: relative;
    --button-size: 20px;
    border-radius: 50%;
    background: var(--panel);
  }
  /* Between two cards it shows when it is near; at the end, and for fingers, always. */
  @media (hover: hover) {
    .unit:not([data-unit='output']) > .gap:not(:hover, :focus-within) demo-menu {
      opacity: 0;
    }
  }
  .target::after {
    content: '';
    position: absolute;
    inset: 0 calc(50% - 2px);
    border-radius: 2px;
    background: var(--ink);
  }
  .dragging {
    position: relative;
    z-index: 3;
    opacity: 0.85;
    pointer-events: none;
  }
  .moving {
    cursor: grabbing;
    user-select: none;
    -webkit-user-select: none;
  }

  .split {
    display: flex;
    align-items: stretch;
    min-width: 0;
    padding: 6px;
    border: 1px dashed var(--line);
    border-radius: var(--radius);
  }
  .paths {
    flex: 1;
    display: grid;
    gap: 6px;
    min-width: 0;
    border-left: 2px solid var(--wet);
    border-right: 2px solid var(--wet);
  }
  .path {
    display: flex;
    flex-wrap: wrap;
    align-items: stretch;
    min-height: 64px;
  }
  .path > .gap:last-child {
    flex: 1 0 auto;
  }

  .end {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 4px;
    width: 100%;
    min-width: 96px;
    padding: 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    font-weight: 650;
  }
  .end small {
    color: var(--muted);
    font-weight: 400;
  }
  .end[aria-pressed='true'] {
    border-color: var(--wet);
  }

  /* Above the veil that covers the page while files are held over it. */
  .holding demo-block-card[data-type='model'],
  .holding demo-block-card[data-type='cabinet'],
  .holding demo-compare-card {
    position: relative;
    z-index: 11;
  }

  @media (pointer: coarse) {
    :host {
      --gap-width: 40px;
    }
    .gap demo-menu {
      --button-size: 40px;
    }
  }

  @media (max-width: 600px) {
    .rig {
      flex-wrap: nowrap;
      align-items: stretch;
      overflow-x: auto;
      overscroll-behavior-x: contain;
      scroll-snap-type: x mandatory;
      scrollbar-width: none;
      padding: 8px 0;
      border-width: 1px 0;
      border-radius: 0;
      background: none;
    }
    .rig > .unit {
      flex: 0 0 calc(100% - 32px);
      scroll-snap-align: center;
      max-width: none;
    }
    .rig > .unit:first-child {
      padding-left: 12px;
    }
    .rig > .unit:last-child {
      padding-right: 12px;
    }
    demo-block-card,
    demo-block-card[data-type] {
      min-width: 0;
    }
    .split,
    .path {
      flex-direction: column;
      flex-wrap: nowrap;
    }
    .paths {
      border-width: 0 0 0 2px;
    }
    .path .unit {
      flex-direction: column;
    }
    .path .gap,
    .split > .wire {
      width: auto;
      height: 40px;
    }
    .path .gap::before {
      inset: 0 calc(50% - 1px);
      width: 2px;
      height: auto;
    }
    .split > .wire {
      width: 2px;
      height: 12px;
    }
  }
  @media (forced-colors: active) {
    .gap::before,
    .wire {
      background: CanvasText;
    }
    .target::after {
      background: Highlight;
    }
    .end[aria-pressed='true'] {
      border: 3px solid Highlight;
    }
  }
`;
