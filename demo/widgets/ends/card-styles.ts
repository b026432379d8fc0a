import { css } from 'lit';

/** Styles of the cards of both ends. */
export const cardStyles = css`
  :host {
    container-type: inline-size;
  }
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-height: 24px;
  }
  h3 {
    margin: 0;
    font-size: 14px;
    font-weight: 650;
  }
  .quiet {
    color: var(--muted);
    font-size: 12px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  demo-knob {
    --knob-size: 44px;
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  .lamp {
    display: inline-block;
    width: 9px;
    height: 9px;
    margin-right: 6px;
    border: 1px solid var(--muted);
    border-radius: 50%;
  }
  .lamp.lit {
    border-color: var(--wrong);
    background: var(--wrong);
  }
  .problem {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    color: var(--wrong);
    font-size: 13px;
  }
  /* Where there is room, what one sets stands beside what one sees. */
  @container (min-width: 460px) {
    .card.wide {
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: start;
      column-gap: 16px;
    }
    .card.wide > .head {
      grid-column: 1 / -1;
    }
  }
  @media (forced-colors: active) {
    .lamp.lit {
      background: Highlight;
    }
  }
`;
