import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The part of a manifest that says what a package needs. */
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Builds and packs this package as it would be published, and unpacks it into a folder; gives the unpacked package. */
export function packInto(folder: string): string {
  // npm builds before it packs, by the script `prepack`.
  const output = execFileSync('npm', ['pack', '--pack-destination', folder], {
    cwd: ROOT,
    // Within a test run Vite would build for development.
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  const tarball = output.trim().split('\n').at(-1)!;
  execFileSync('tar', ['-xzf', tarball], { cwd: folder });
  return join(folder, 'package');
}

/**
 * Gives a project the packages of its manifest, as `npm install` would: a copy of the packed Dilatone with all that it
 * depends on, and of the others those installed here. What the manifest does not name, the project cannot find.
 */
export function installInto(project: string, packed: string): void {
  const modules = join(project, 'node_modules');
  const { dependencies, devDependencies } = readManifest(project);
  const needed = { ...readManifest(packed).dependencies, ...dependencies, ...devDependencies };
  cpSync(packed, join(modules, 'dilatone'), { recursive: true });
  for (const name of Object.keys(needed)) {
    if (name !== 'dilatone') link(join(ROOT, 'node_modules', name), join(modules, name));
  }
  link(join(ROOT, 'node_modules', '.bin'), join(modules, '.bin'));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}
