import { css } from 'lit';

/** Layout of the place: text above the stacks, two columns below. */
export const exploreStyles = css`
  :host {
    display: grid;
    gap: var(--gap);
    max-width: 1800px;
    margin: 0 auto;
    padding: var(--gap) 24px 24px;
  }
  .panel {
    min-width: 0;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--panel);
  }
  h2 {
    margin: 0;
    font-size: 20px;
  }
  .panel h2 {
    margin-bottom: 8px;
    font-size: 16px;
  }
  p {
    max-width: 90ch;
    margin: 6px 0 0;
    text-wrap: pretty;
  }
  .lead,
  .words {
    color: var(--muted);
  }
  :host > .top > .lead,
  :host > .top > .words {
    color: var(--muted-on-background);
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 28px;
    align-items: center;
    margin-bottom: 14px;
  }
  .controls label,
  .controls .pick {
    display: flex;
    align-items: center;
    gap: 10px;
    color: var(--muted);
  }
  .controls output {
    min-width: 1.5ch;
    color: var(--ink);
    font-weight: 600;
  }
  .controls input[type='range'] {
    width: 110px;
  }
  .impulse {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 12px 0 0;
  }
  .impulse input[type='range'] {
    flex: 1;
    /* Time runs to the right, and the value counts back. */
    direction: rtl;
  }
  .impulse input[type='range']::-webkit-slider-thumb {
    background: var(--dry);
  }
  .impulse output {
    min-width: 15ch;
    color: var(--ink);
  }
  .stacks {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: 20px 28px;
  }
  .sentences {
    margin: 14px 0 0;
    padding: 12px 0 0;
    border-top: 1px solid var(--line);
    list-style: none;
  }
  .sentences li {
    max-width: 110ch;
    margin: 0 0 4px;
    font-size: 15px;
    text-wrap: pretty;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--gap);
  }
  .title {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 12px;
  }
  demo-field-view {
    height: 240px;
    margin-top: 10px;
  }
  .source pre {
    max-height: 420px;
    overflow: auto;
    margin: 12px 0 0;
    font-size: 12px;
  }
  .pair p.lead {
    margin-top: 12px;
  }
  .source button {
    padding: 8px 14px;
    border: 1px solid var(--line);
    border-radius: 999px;
  }
  .source button:hover {
    border-color: var(--muted);
  }
  .source p {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    margin: 0;
  }
  .source a {
    color: inherit;
  }
  @media (max-width: 1199px) {
    .stacks {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @media (max-width: 799px) {
    .pair {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (max-width: 699px) {
    :host {
      --gap: 12px;
      --stack-height: 250px;
      padding: 12px 12px 24px;
    }
    .stacks {
      grid-template-columns: minmax(0, 1fr);
    }
    .panel {
      padding: 12px;
    }
    .controls label {
      flex: 1 1 100%;
    }
    .controls .pick {
      flex-wrap: wrap;
    }
    .controls input[type='range'] {
      flex: 1;
    }
    .impulse {
      position: sticky;
      bottom: 0;
      z-index: 1;
      padding: 8px 0;
      background: var(--panel);
    }
    .impulse output {
      min-width: 12ch;
    }
  }
`;
