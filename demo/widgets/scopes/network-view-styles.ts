import { css } from 'lit';

/** Styles of the network view: its list lies over the picture, and its options are for screen readers. */
export const networkViewStyles = css`
  [role] {
    position: absolute;
    inset: 0;
    border-radius: 6px;
    outline: none;
  }
  [role='listbox'] {
    cursor: pointer;
  }
  [role='listbox']:focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 7px;
  }
  [role='option'] {
    overflow: hidden;
    inset: 0 auto auto 0;
    width: 1px;
    height: 1px;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
