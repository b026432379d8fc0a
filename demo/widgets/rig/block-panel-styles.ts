import { css } from 'lit';

/** Styles of the panel of the selected block. */
export const blockPanelStyles = css`
  :host {
    --knob-size: 64px;
  }
  .about {
    overflow: hidden;
    height: 18px;
    margin: 2px 0 12px;
    color: var(--muted);
    font-size: 12px;
    line-height: 18px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .knobs {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
  }
  .knobs demo-knob {
    flex: 0 1 84px;
  }
  .dry {
    --knob-ink: var(--dry);
  }
  .own {
    margin-top: 12px;
    padding-top: 12px;
    border-top: 1px solid var(--line);
  }
  demo-curve-graph {
    margin-bottom: 14px;
  }
  .bands {
    --knob-size: 40px;
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(168px, 1fr));
    gap: 12px;
  }
  .band {
    justify-content: space-between;
    gap: 4px;
  }
  .band demo-knob {
    flex: 0 1 54px;
  }
  .bands .band {
    max-width: 260px;
  }
  h3 {
    flex: 0 0 100%;
    margin: 0;
    color: var(--muted);
    font-size: 12px;
    font-weight: 600;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 8px;
    margin: 14px 0 0;
  }
  .choice {
    display: grid;
    gap: 4px;
    min-width: 0;
    max-width: 100%;
  }
  .choice > span {
    color: var(--muted);
    font-size: 12px;
  }
  [hidden] {
    display: none;
  }
  @media (max-width: 600px) {
    :host {
      --knob-size: 72px;
    }
    .knobs {
      justify-content: space-around;
    }
    /* The card above has them. */
    .knobs:not(.own) demo-knob.main {
      display: none;
    }
  }
`;
