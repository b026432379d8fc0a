import { css } from 'lit';

/** A tool that lies over the page, at its lower edge, while the page below goes on working. */
export const sheetStyles = css`
  [popover] {
    inset: auto 0 24px;
    width: min(520px, calc(100vw - 24px));
    margin: 0 auto;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--panel);
    color: var(--ink);
  }
  .title {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-bottom: 10px;
  }
  h3 {
    flex: 1;
    margin: 0;
    font-size: 14px;
    font-weight: 650;
  }
  .close {
    display: grid;
    place-items: center;
    width: 34px;
    height: 34px;
    border-radius: 50%;
    color: var(--muted);
  }
  .close:hover {
    background: var(--line);
    color: var(--ink);
  }
  label {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 34px;
    font-size: 13px;
  }
  input[type='checkbox'] {
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--wet);
  }
`;
