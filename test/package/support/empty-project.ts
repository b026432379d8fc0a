import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { installInto } from '../../consumers/support/packed-package.js';

/** A folder outside of the repository where the packed package is installed, and nothing else but the packages named. */
export function emptyProject(name: string, packages: readonly string[] = []): string {
  const { folder, packed } = inject('consumers');
  const project = join(folder, name);
  mkdirSync(project);
  const manifest = {
    name,
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(['dilatone', ...packages].map((dependency) => [dependency, '*'])),
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  installInto(project, packed);
  return project;
}
