import { readdirSync } from 'node:fs';

/** A page of the docs: its Markdown file, its path in the site, and its title in the navigation. */
export interface DocsPage {
  /** Path from the repository's root. */
  readonly source: string;
  /** Path from the site's root. */
  readonly output: string;
  readonly title: string;
  /** True if the navigation omits it and only other pages link to it. */
  readonly hidden?: boolean;
}

/** All pages, in the order of the navigation. */
export const PAGES: readonly DocsPage[] = [
  { source: 'README.md', output: 'docs/index.html', title: 'Dilatone' },
  { source: 'docs/guides/README.md', output: 'docs/guides/index.html', title: 'Guides' },
  guide('embed', 'Put it into an app'),
  guide('frameworks', 'React, Vue, Svelte'),
  guide('microphone', 'Inputs and outputs'),
  guide('rig', 'A rig: blocks in a chain'),
  guide('formats', 'Model files'),
  guide('troubleshooting', 'Troubleshooting'),
  guide('performance', 'Make it fast enough'),
  guide('phones', 'Phones and sample rates'),
  guide('csp-and-hosting', 'CSP and hosting'),
  guide('offline-apps', 'Offline and caching'),
  guide('testing', 'Test an app'),
  guide('offline-rendering', 'Offline rendering'),
  guide('pedal-and-wam', 'Pedal, rig and WAM'),
  guide('training', 'Train your own model'),
  guide('demo', 'The demo'),
  { source: 'docs/formats.md', output: 'docs/formats.html', title: 'Formats' },
  { source: 'docs/native-format.md', output: 'docs/native-format.html', title: 'Native format' },
  { source: 'docs/design.md', output: 'docs/design.html', title: 'Design' },
  { source: 'docs/performance.md', output: 'docs/performance.html', title: 'Performance' },
  { source: 'models/README.md', output: 'docs/models/index.html', title: 'Models' },
  ...modelPages(),
  { source: 'tools/pytorch/README.md', output: 'docs/tools/pytorch.html', title: 'PyTorch exporter' },
  { source: 'tools/capture/README.md', output: 'docs/tools/capture.html', title: 'Capture a device' },
  { source: 'THIRD-PARTY.md', output: 'docs/third-party.html', title: 'Third-party code' },
  { source: 'CHANGELOG.md', output: 'docs/changelog.html', title: 'Changelog' },
];

function guide(name: string, title: string): DocsPage {
  return { source: `docs/guides/${name}.md`, output: `docs/guides/${name}.html`, title };
}

/** A page for each model that comes with the project. */
function modelPages(): DocsPage[] {
  const names = readdirSync(new URL('../../models', import.meta.url)).filter((name) => name.endsWith('.md'));
  return names
    .filter((name) => name !== 'README.md')
    .map((name) => {
      const base = name.slice(0, -3);
      return {
        source: `models/${name}`,
        output: `docs/models/${base}.html`,
        title: base.replaceAll('-', ' '),
        hidden: true,
      };
    });
}
