// Renders hostile files with the built command line, each in a process of its own, and prints time, most memory and what was
// said: npm run build; node tools/hostile/measure.mjs [file…]. Without files it takes those of test/support/hostile-files.ts
// and of ../shared/fails/hostile. It needs Linux. Exits with 1 where one took 2 s or 300 MB, or said more than a line.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dilatone-hostile-'));
const [input, output] = [join(folder, 'in.wav'), join(folder, 'out.wav')];
writeFileSync(input, silence(480));

/** A WAV file of 16 bits, mono, 48 kHz. */
function silence(frames) {
  const wav = Buffer.alloc(44 + 2 * frames);
  wav.write('RIFF____WAVEfmt ', 0, 'latin1');
  wav.writeUInt32LE(36 + 2 * frames, 4);
  wav.set([16, 0, 0, 0, 1, 0, 1, 0], 16);
  wav.writeUInt32LE(48_000, 24);
  wav.writeUInt32LE(96_000, 28);
  wav.set([2, 0, 16, 0], 32);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(2 * frames, 40);
  return wav;
}

async function files() {
  if (process.argv.length > 2) return process.argv.slice(2);
  const support = path('../../test/support/hostile-files.ts');
  const { module } = await runnerImport(support, { configFile: false, logLevel: 'error' });
  const made = module.HOSTILE_FILES.map(({ name, bytes }, n) => {
    const file = join(folder, `${n} ${name.replace(/\W+/g, ' ')}`);
    writeFileSync(file, bytes());
    return file;
  });
  const shared = path('../../../shared/fails/hostile');
  const given = existsSync(shared) ? readdirSync(shared).filter((name) => !name.endsWith('.md')) : [];
  return [...made, ...given.map((name) => join(shared, name))];
}

/** Runs the command and looks at its memory every few milliseconds. */
function measure(model) {
  const args = [path('../../dist/cli.js'), 'render', '--model', model, '--input', input, '--output', output];
  const startMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let mostMb = 0;
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      mostMb = Math.max(mostMb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // The process has ended.
    }
  }, 5);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ code, said: said.trim(), mostMb, ms: performance.now() - startMs });
    });
  });
}

for (const file of await files()) {
  const { code, said, mostMb, ms } = await measure(file);
  const isBad = ms > 2000 || mostMb > 300 || (code !== 0 && said.split('\n').length > 1);
  if (isBad) process.exitCode = 1;
  const name = file.split('/').at(-1).slice(0, 50).padEnd(50);
  const figures = `${(ms / 1000).toFixed(2).padStart(6)} s ${mostMb.toFixed(0).padStart(5)} MB`;
  console.log(`${isBad ? '✗' : ' '} ${name} ${figures} exit ${code}  ${said.slice(0, 160).replaceAll('\n', ' ⏎ ')}`);
}
rmSync(folder, { recursive: true });
