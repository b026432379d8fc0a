import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DilatoneError } from '../errors.js';
import type { ServeDemoRequest } from './arguments.js';
import { exists } from './files.js';
import type { Io } from './io.js';

/** Where the built page may be, relative to this file in the package, in a clone's dist/ and in its src/cli. */
const FOLDERS = ['./demo', '../build/demo', '../../build/demo'].map((path) => {
  return fileURLToPath(new URL(`${path}/`, import.meta.url));
});

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** `dilatone serve-demo`: serves the built page to browsers on this machine until the user ends it. */
export async function serveDemo(
  request: ServeDemoRequest,
  io: Io,
  folders: readonly string[] = FOLDERS,
): Promise<void> {
  const folder = await firstBuilt(folders);
  const wantedPort = request.port === 'anyFree' ? 0 : request.port;
  const server = createServer(({ url = '/' }, response) => {
    answer(folder, url, response).catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      reject(new DilatoneError('load', `port ${wantedPort}`, `expected a free one, got ${code}`));
    });
    server.listen(wantedPort, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  io.stdout.write(`The demo is at http://127.0.0.1:${port}/ until you press Ctrl+C.\n`);
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve());
  });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function firstBuilt(folders: readonly string[]): Promise<string> {
  for (const folder of folders) if (await exists(join(folder, 'index.html'))) return folder;
  const detail = 'expected a built page, got none; in a clone of the repository npm run build:demo makes it';
  throw new DilatoneError('load', 'demo', detail);
}

async function answer(folder: string, url: string, response: ServerResponse): Promise<void> {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  // For a path that begins with a slash, normalize removes all `..`.
  const name = normalize(path.endsWith('/') ? `${path}index.html` : path);
  const body = await readFile(join(folder, name));
  response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(body);
}
