import { css } from 'lit';

/** Styles of an equalizer's graph. */
export const curveStyles = css`
  .graph {
    position: relative;
    height: var(--graph-height, 220px);
    border: 1px solid var(--line);
    border-radius: 8px;
    overflow: hidden;
  }
  svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  path {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .grid {
    stroke: var(--line);
  }
  .zero {
    stroke: var(--muted);
    stroke-dasharray: 3 5;
  }
  .line {
    stroke: var(--wet);
    stroke-width: 2.5;
    stroke-linejoin: round;
  }
  .mark {
    position: absolute;
    left: 6px;
    color: var(--muted);
    font-size: 11px;
    pointer-events: none;
  }
  .top {
    top: calc(25% + 2px);
  }
  .bottom {
    top: calc(75% + 2px);
  }
  .hz {
    bottom: 2px;
    padding-left: 4px;
  }
  .last {
    transform: translateX(-100%);
    padding-right: 4px;
  }
  .point {
    position: absolute;
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    margin: -20px;
    border-radius: 50%;
    cursor: move;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
  }
  .point span {
    display: grid;
    place-items: center;
    width: 22px;
    height: 22px;
    border: 2px solid var(--wet);
    border-radius: 50%;
    background: var(--panel);
    font-size: 11px;
    font-weight: 600;
  }
  .point:focus-visible {
    outline: none;
  }
  .point:focus-visible span {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  @media (forced-colors: active) {
    .line {
      stroke: Highlight;
    }
    .grid {
      stroke: GrayText;
    }
  }
`;
