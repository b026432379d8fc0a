import { css } from 'lit';

/** Styles of the card that compares two models. */
export const compareStyles = css`
  :host {
    display: grid;
  }
  .card {
    display: flex;
    flex-direction: column;
    gap: 6px;
    min-width: 212px;
    padding: 8px 10px 10px;
    border: 1px solid var(--wet);
    border-radius: var(--radius);
    background: var(--panel);
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: 32px;
  }
  h3 {
    margin: 0;
    color: var(--muted);
    font-size: 12px;
    font-weight: 600;
    letter-spacing: 0.08em;
  }
  .end {
    display: grid;
    place-items: center;
    width: 32px;
    height: 32px;
    margin-right: -6px;
    padding: 0;
    border-radius: 50%;
    color: var(--muted);
  }
  .end:hover {
    background: var(--line);
    color: var(--ink);
  }
  .row {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 44px;
    border-radius: 8px;
  }
  .row.selected {
    --muted: var(--muted-on-background);
    background: color-mix(in srgb, var(--wet) 9%, var(--panel));
  }
  .dropping {
    outline: 2px dashed var(--wet);
    outline-offset: 2px;
  }
  .letter {
    flex: none;
    display: grid;
    place-items: center;
    width: 32px;
    height: 32px;
    border: 1px solid var(--line);
    border-radius: 50%;
    font-weight: 600;
  }
  .letter[aria-pressed='true'] {
    border-color: var(--wet);
    background: var(--wet);
    color: var(--on-wet);
  }
  .name {
    flex: 1;
    min-width: 0;
    padding: 2px;
    border-radius: 6px;
    text-align: left;
  }
  .name > * {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name span {
    font-weight: 650;
    line-height: 20px;
  }
  small {
    height: 16px;
    color: var(--muted);
    font-size: 12px;
    line-height: 16px;
  }
  @media (pointer: coarse) {
    .letter,
    .end {
      width: 40px;
      height: 40px;
    }
    input[type='range'] {
      height: 40px;
    }
    demo-menu {
      --button-size: 40px;
    }
  }
  @media (max-width: 600px) {
    .card {
      min-width: 0;
      height: 100%;
    }
  }
  @media (forced-colors: active) {
    .letter[aria-pressed='true'] {
      border: 3px solid Highlight;
    }
    .row.selected {
      outline: 2px solid Highlight;
    }
  }
`;
