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

  main {
    flex: 1;
    display: grid;
    grid-template:
      'strip strip strip' auto
      'network scopes panel' auto
      'network scopes facts' minmax(0, 1fr)
      / minmax(0, 1.15fr) minmax(0, 1fr) 324px;
    gap: 12px;
    width: 100%;
    max-width: 1800px;
    min-height: 0;
    margin: 0 auto;
    padding: 12px 24px 20px;
  }
  main[hidden] {
    display: none;
  }
  main:focus {
    outline: none;
  }
  /* Seen from the inside, an effect is its panel. */
  main.effect {
    grid-template:
      'strip strip strip' auto
      'panel panel scopes' minmax(0, 1fr)
      / minmax(0, 1.15fr) 316px minmax(0, 1fr);
  }
  .effect demo-network-panel,
  .effect demo-facts-panel {
    display: none;
  }
  demo-signal-strip {
    grid-area: strip;
  }
  demo-network-panel {
    grid-area: network;
  }
  demo-block-panel {
    grid-area: panel;
  }
  demo-facts-panel {
    grid-area: facts;
    min-height: 150px;
  }
  demo-scope-panel {
    grid-area: scopes;
    --scope-height: 200px;
  }
  .fold {
    display: none;
  }

  demo-notice-bar {
    position: fixed;
    inset: 6px 212px auto 290px;
    z-index: 5;
    display: grid;
    justify-items: center;
    pointer-events: none;
  }

  @media (min-width: 1100px) {
    demo-network-panel {
      --network-height: 240px;
    }
  }

  @media (max-width: 1099px) {
    main,
    main.effect {
      grid-template:
        'strip strip' auto
        'network network' auto
        'scopes scopes' auto
        'panel facts' auto
        / minmax(0, 1fr) minmax(0, 1fr);
    }
    main.effect {
      grid-template-areas:
        'strip strip'
        'panel panel'
        'scopes scopes'
        'scopes scopes';
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
      padding: 8px 12px;
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
    main,
    main.effect {
      grid-template:
        'strip' auto
        'stage' auto
        'fold' auto
        'network' auto
        'scopes' auto
        'facts' auto
        / minmax(0, 1fr);
      padding: 12px 12px 24px;
    }
    demo-signal-strip {
      margin: 0 -12px;
    }
    demo-block-panel {
      grid-area: stage;
    }
    demo-network-panel {
      --network-height: 240px;
    }
    /* Before the first sound, the network with the play button stands in the panel's place. */
    .waiting demo-network-panel {
      grid-area: stage;
    }
    .waiting demo-block-panel {
      display: none;
    }
    .folded:not(.waiting) demo-network-panel,
    .folded demo-scope-panel,
    .folded demo-facts-panel {
      display: none;
    }
    .fold {
      grid-area: fold;
      display: block;
      min-height: 44px;
      border: 1px solid var(--line);
      border-radius: 999px;
      background: var(--panel);
    }
    demo-notice-bar {
      inset: auto 12px 12px;
    }
  }
`;
