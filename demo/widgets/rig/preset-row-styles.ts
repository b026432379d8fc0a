import { css } from 'lit';

/** Styles of the row of presets: it wraps on wide screens, and scrolls on phones. */
export const presetStyles = css`
  :host {
    --muted: var(--muted-on-background);
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .presets {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    min-width: 0;
  }
  .preset {
    display: flex;
    align-items: center;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--panel);
  }
  .preset.chosen {
    border-color: var(--wet);
  }
  .preset button,
  .save {
    height: 38px;
    padding: 0 14px;
    border-radius: 999px;
    white-space: nowrap;
  }
  .chosen button {
    padding-right: 4px;
    color: var(--wet-text, var(--ink));
    font-weight: 600;
  }
  /* Keeps its place, so that nothing moves when a knob is turned. */
  .edited {
    display: inline-block;
    width: 14px;
    color: var(--wet);
    text-align: center;
  }
  .preset:not(.chosen) .edited {
    display: none;
  }
  .save {
    display: flex;
    align-items: center;
    gap: 6px;
    height: 40px;
    border: 1px solid var(--line);
    background: var(--panel);
  }
  .preset:hover,
  .save:hover {
    border-color: var(--muted);
  }
  .name {
    width: 140px;
    height: 40px;
    padding: 0 14px;
    border: 1px solid var(--wet);
    border-radius: 999px;
    background: var(--panel);
    color: inherit;
    font: inherit;
  }
  .history {
    flex: none;
    display: flex;
    gap: 8px;
  }
  .history [disabled] {
    opacity: 0.4;
  }
  @media (max-width: 600px) {
    .row {
      flex-wrap: wrap;
    }
    .presets {
      flex: 1 1 0;
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }
    .preset,
    .save {
      flex: none;
    }
  }
  @media (forced-colors: active) {
    .preset.chosen {
      border: 3px solid Highlight;
    }
    .history [disabled] {
      opacity: 1;
      --button-ink: GrayText;
      --button-line: GrayText;
    }
  }
`;
