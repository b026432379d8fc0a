import { css } from 'lit';

/** Layout of the page: one screen in large windows, stacked in small ones. */
export const appStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 100dvh;
  }

  header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 11px max(24px, 50% - 876px);
    border-bottom: 1px solid var(--line);
  }
  h1 {
    margin: 0;
    font-size: 20px;
    font-weight: 700;
    letter-spacing: 0.02em;
  }
  h1 b {
    color: var(--wet);
  }
  header p {
    flex: 1;
    margin: 0;
    color: var(--muted-on-background);
  }
  /* The notice covers it. */
  header p.covered {
    visibility: hidden;
  }
  .docs {
    padding: 9px 16px;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--panel);
    color: var(--ink);
    text-decoration: none;
  }
  .docs:hover {
    border-color: var(--muted);
  }

  .shortcuts {
    inset: 64px 24px auto auto;
    grid-template-columns: auto auto;
    gap: 8px 16px;
    margin: 0;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--panel);
    color: var(--ink);
  }
  .shortcuts:popover-open {
    display: grid;
  }
  .shortcuts dt {
    font-weight: 600;
  }
  .shortcuts dd {
    margin: 0;
    color: var(--muted);
  }

  main[hidden] {
    display: none;
  }
  main:focus {
    outline: none;
  }
  main:not([hidden]) {
    flex: 1;
    display: grid;
    grid-template:
      'strip strip' auto
      'network knobs' auto
      'network facts' 1fr
      'scopes scopes' auto
      / minmax(0, 1fr) 312px;
    gap: var(--gap);
    width: 100%;
    max-width: 1800px;
    min-height: 0;
    margin: 0 auto;
    padding: var(--gap) 24px 24px;
  }
  demo-signal-strip {
    grid-area: strip;
  }
  demo-network-panel {
    grid-area: network;
  }
  demo-knob-panel {
    grid-area: knobs;
  }
  demo-facts-panel {
    grid-area: facts;
  }
  demo-scope-panel {
    grid-area: scopes;
    --scope-height: clamp(140px, 17dvh, 260px);
  }

  demo-notice-bar {
    position: fixed;
    inset: 6px 212px auto 290px;
    z-index: 5;
    display: grid;
    justify-items: center;
    pointer-events: none;
  }

  @media (min-width: 1100px) and (min-height: 780px) {
    :host {
      height: 100dvh;
    }
    main {
      grid-template-rows: auto auto minmax(0, 1fr) auto;
    }
    demo-network-panel {
      --network-height: 0px;
    }
  }

  @media (min-width: 1100px) {
    /* The side column needs more height than the network has. */
    main.tall {
      grid-template:
        'strip strip' auto
        'network knobs' auto
        'network facts' minmax(0, 1fr)
        'scopes facts' auto
        / minmax(0, 1fr) 312px;
    }
  }

  @media (max-width: 1099px) {
    main {
      grid-template:
        'strip strip' auto
        'network network' auto
        'scopes scopes' auto
        'knobs facts' auto
        / minmax(0, 1fr) minmax(0, 1fr);
    }
    demo-network-panel {
      --network-height: 340px;
    }
    demo-notice-bar {
      inset: 6px 24px auto;
    }
  }

  @media (max-width: 699px) {
    header {
      flex-wrap: wrap;
      gap: 8px 12px;
      padding: 8px 16px;
    }
    header p {
      min-width: 0;
      height: 0;
      overflow: hidden;
      visibility: hidden;
    }
    .keys {
      display: none;
    }
    main {
      --gap: 12px;
      grid-template:
        'strip' auto
        'network' auto
        'scopes' auto
        'knobs' auto
        'facts' auto
        / minmax(0, 1fr);
      padding: 12px 12px 24px;
    }
    demo-network-panel {
      --network-height: 300px;
    }
    demo-notice-bar {
      inset: auto 12px 12px;
    }
  }
`;
