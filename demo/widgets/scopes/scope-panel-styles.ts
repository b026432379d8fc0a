import { css } from 'lit';

/** Styles of the scope panel. */
export const scopePanelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 14px;
    margin-bottom: 12px;
  }
  [role='tablist'] {
    display: flex;
    gap: 11px;
    min-width: 0;
    overflow-x: auto;
    scrollbar-width: none;
  }
  [role='tab'] {
    flex: none;
    padding: 0 0 6px;
    border-bottom: 2px solid transparent;
    color: var(--muted);
  }
  [role='tab']:hover {
    color: var(--ink);
  }
  [role='tab'][aria-selected='true'] {
    border-color: var(--wet);
    color: var(--ink);
    font-weight: 600;
  }
  .side {
    display: flex;
    flex: none;
    align-items: center;
    gap: 14px;
    margin-left: auto;
  }
  .legend {
    display: flex;
    gap: 14px;
  }
  .legend span::before {
    content: '';
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-right: 6px;
    border-radius: 50%;
    background: var(--dry);
  }
  .legend .wet::before {
    background: var(--wet);
  }
  [role='tabpanel'] {
    position: relative;
    flex: 1;
    display: grid;
    min-height: var(--scope-height, 150px);
  }
  @media (max-width: 599px) {
    .head {
      position: relative;
    }
    /* Over the scope, since there is no room beside the tabs. */
    .legend {
      position: absolute;
      z-index: 1;
      top: calc(100% + 8px);
      right: 0;
      padding: 1px 8px;
      border-radius: 999px;
      background: color-mix(in srgb, var(--panel) 85%, transparent);
      font-size: 12px;
    }
  }
  .transfer {
    min-height: 220px;
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 2fr);
    gap: 24px;
  }
  .transfer p {
    margin: 0;
    align-self: center;
    color: var(--muted);
    text-wrap: balance;
  }
  @media (max-width: 899px) {
    .transfer {
      grid-template-columns: minmax(0, 1fr);
    }
    .transfer p {
      display: none;
    }
  }
  .hint {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    margin: 0;
    color: var(--muted);
    text-align: center;
    text-wrap: balance;
  }
  .hint span {
    padding: 4px 12px;
    background: var(--panel);
  }
`;
