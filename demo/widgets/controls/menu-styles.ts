import { css } from 'lit';

/** Styles of a menu and its button. */
export const menuStyles = css`
  .opener {
    display: flex;
    align-items: center;
    gap: 6px;
    width: 100%;
    padding: 4px 8px;
    border-radius: 8px;
    text-align: left;
  }
  .chip {
    height: 34px;
    padding: 0 10px 0 14px;
    border: 1px solid var(--line);
    border-radius: 999px;
  }
  .chip:hover {
    border-color: var(--muted);
  }
  .icon {
    display: grid;
    place-items: center;
    width: var(--button-size, 32px);
    height: var(--button-size, 32px);
    padding: 0;
    border-radius: 50%;
    color: var(--muted);
  }
  .icon .content {
    display: grid;
  }
  .icon:hover {
    background: var(--line);
    color: var(--ink);
  }
  .content {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .more {
    flex: none;
    display: grid;
    color: var(--muted);
  }
  .opener:hover .more {
    color: var(--ink);
  }
  [popover] {
    position: fixed;
    inset: auto;
    width: max-content;
    min-width: 220px;
    max-width: min(360px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
    overflow-y: auto;
    margin: 0;
    padding: 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--panel);
    color: var(--ink);
  }
  [popover]:not(.placed) {
    visibility: hidden;
  }
  .title {
    padding: 8px 10px 4px;
    color: var(--muted);
    font-size: 12px;
  }
  .row {
    display: flex;
    align-items: center;
  }
  [role^='menuitem'] {
    flex: 1;
    display: flex;
    align-items: center;
    gap: 12px;
    min-width: 0;
    min-height: 36px;
    padding: 6px 10px;
    border-radius: 8px;
    text-align: left;
  }
  [role^='menuitem']:hover,
  [role^='menuitem']:focus {
    background: var(--line);
  }
  [role^='menuitem']:focus-visible {
    outline-offset: -2px;
  }
  [aria-disabled='true'] {
    color: var(--muted);
    cursor: default;
  }
  .words {
    flex: 1;
    min-width: 0;
  }
  .words > * {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .words > .about {
    color: var(--muted);
    font-size: 12px;
    line-height: 1.3;
    white-space: normal;
    text-wrap: pretty;
  }
  [role^='menuitem']:hover .words > .about,
  [role^='menuitem']:focus .words > .about {
    color: inherit;
  }
  .remove {
    flex: none !important;
    color: var(--muted);
  }
  .mark {
    flex: none;
    display: grid;
    place-items: center;
    min-width: 24px;
  }
  .chosen {
    flex: none;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--wet);
  }
  @media (pointer: coarse) {
    .icon,
    [role^='menuitem'] {
      min-width: 40px;
      min-height: 40px;
    }
    .chip {
      height: 40px;
    }
  }
  @media (forced-colors: active) {
    .chosen {
      background: CanvasText;
      forced-color-adjust: none;
    }
    [role^='menuitem']:hover,
    [role^='menuitem']:focus {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    [aria-disabled='true'] {
      color: GrayText;
    }
  }
  hr {
    margin: 6px 4px;
    border: 0;
    border-top: 1px solid var(--line);
  }
`;
