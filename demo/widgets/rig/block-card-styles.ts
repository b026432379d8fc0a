import { css } from 'lit';

/** Styles of a block's card. Its parts keep their places, whatever its state. */
export const cardStyles = css`
  :host {
    display: grid;
    --knob-size: 48px;
  }
  .card {
    display: flex;
    flex-direction: column;
    gap: 4px;
    /* The strip says how wide it is: with its contents, all cards would move. */
    contain: inline-size;
    padding: 8px 10px 10px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--panel);
  }
  :host([selected]) .card {
    /* Enough contrast on what is no longer the panel's colour. */
    --muted: var(--muted-on-background);
    border-color: var(--wet);
    background: color-mix(in srgb, var(--wet) 6%, var(--panel));
  }
  .dropping {
    outline: 2px dashed var(--wet);
    outline-offset: 2px;
  }
  header {
    display: flex;
    align-items: center;
    gap: 2px;
    min-height: 32px;
  }
  .power {
    flex: none;
    display: grid;
    place-items: center;
    width: 28px;
    height: 32px;
    margin-left: -6px;
    padding: 0;
    border-radius: 8px;
    color: var(--muted);
  }
  .power[aria-pressed='true'] {
    color: var(--wet);
  }
  .failed .power,
  .missing .power {
    color: var(--wrong);
  }
  .title,
  .name {
    flex: 1;
    min-width: 0;
    height: 32px;
    padding: 0 2px;
    border-radius: 6px;
    font-size: 15px;
    font-weight: 650;
    text-align: left;
  }
  .title {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: grab;
    -webkit-touch-callout: none;
    user-select: none;
    -webkit-user-select: none;
  }
  .name {
    width: 100px;
    border: 0;
    background: var(--line);
    color: inherit;
    font-family: inherit;
  }
  demo-menu {
    flex: none;
    --button-size: 28px;
  }
  .more {
    margin-right: -6px;
  }
  .facts {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    height: 17px;
    color: var(--muted);
    font-size: 12px;
    line-height: 17px;
    white-space: nowrap;
  }
  .about {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .failed .about,
  .missing .about {
    color: var(--wrong);
  }
  .knobs {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 2px 4px;
    margin-top: 8px;
  }
  .curve + .knobs {
    margin-top: 0;
  }
  :host([compact]) .facts:not(.failed *, .missing *, .opening *, .bypassed *) {
    display: none;
  }
  :host([compact]) .knobs {
    margin-top: 0;
  }
  .bypassed,
  .opening {
    --knob-ink: var(--muted);
  }
  .curve {
    width: 100%;
    min-width: 112px;
    height: 44px;
    margin-top: 2px;
  }
  .curve path {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .zero {
    stroke: var(--line);
  }
  .line {
    stroke: var(--wet);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .bypassed .line {
    stroke: var(--muted);
  }
  .problem {
    margin: 8px 0 0;
    font-size: 13px;
    text-wrap: pretty;
  }
  @media (pointer: coarse) {
    .power,
    .title,
    .name {
      height: 40px;
    }
    .power {
      width: 40px;
    }
    demo-menu {
      --button-size: 40px;
    }
  }
  @media (max-width: 600px) {
    :host {
      --knob-size: clamp(60px, 21vw, 88px);
    }
    .card {
      height: 100%;
      padding: 12px 14px 14px;
    }
    .title,
    .name {
      font-size: 18px;
    }
    .curve {
      flex: 1;
      min-height: 56px;
      max-height: 140px;
    }
    .knobs {
      flex-wrap: nowrap;
      justify-content: space-around;
    }
  }
  @media (forced-colors: active) {
    :host([selected]) .card {
      border: 3px solid Highlight;
      padding: 6px 8px 8px;
    }
    .bypassed.card {
      border-style: dashed;
    }
    .power[aria-pressed='true'] {
      color: Highlight;
    }
    .power[aria-pressed='false'] {
      color: GrayText;
    }
    .line {
      stroke: CanvasText;
    }
    .zero {
      stroke: GrayText;
    }
  }
`;
