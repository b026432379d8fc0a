import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { emptyProject } from './support/empty-project.js';

let project: string;
beforeAll(() => {
  project = emptyProject('entries', ['react']);
});

/** Runs a module in Node, as a server would, and gives what it printed. */
function run(code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: project, encoding: 'utf8' });
}

const manifest = JSON.parse(readFileSync(join(inject('consumers').packed, 'package.json'), 'utf8'));
const modules = Object.keys(manifest.exports).filter((entry) => manifest.exports[entry].types !== undefined);

describe('the installed package', () => {
  test.each(modules)('gives its entry %s to a server, where there is no Web Audio and no DOM', (entry) => {
    const specifier = `dilatone${entry.slice(1)}`;
    expect(run(`console.log(Object.keys(await import('${specifier}')).length > 0)`)).toBe('true\n');
  });

  test('has its main entry also for bundlers that read no exports', () => {
    const { types, default: main } = manifest.exports['.'];
    expect([manifest.main, manifest.types]).toEqual([main, types]);
  });

  test('has one and the same DilatoneError in all entries', () => {
    const code = `
      import { DilatoneError } from 'dilatone';
      import * as engine from 'dilatone/engine';
      import * as formats from 'dilatone/formats';
      console.log(DilatoneError === engine.DilatoneError && DilatoneError === formats.DilatoneError);`;
    expect(run(code)).toBe('true\n');
  });

  test('gives the worklet and the models as files', () => {
    const code = `
      import { existsSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      for (const entry of ['worklet', 'models/triode-crunch.nam'])
        console.log(existsSync(fileURLToPath(import.meta.resolve('dilatone/' + entry))));`;
    expect(run(code)).toBe('true\ntrue\n');
  });

  test('has a worklet without import and export, which every loader of worklets takes', () => {
    const worklet = readFileSync(join(inject('consumers').packed, manifest.exports['./worklet']), 'utf8');
    expect(worklet).toContain('registerProcessor(');
    expect(worklet).not.toMatch(/^\s*(import|export)\b/m);
  });

  test('serves the demo, with all that its page names', async () => {
    const program = join(project, 'node_modules/dilatone', manifest.bin.dilatone);
    const server = fork(program, ['serve-demo'], { silent: true });
    const exited = once(server, 'exit');
    const [said] = await once(server.stdout!, 'data');
    const [url] = String(said).match(/http:\S+/)!;
    const page = await (await fetch(url)).text();
    const files = [...page.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect((await fetch(new URL(file, url))).status).toBe(200);
    server.kill();
    expect(await exited).toEqual([0, null]);
  });
});
